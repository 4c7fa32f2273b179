namespace LlmGateway.Grains.Access;

[GenerateSerializer, Alias("llmgw.access-state")]
internal sealed class AccessState
{
    [Id(0)]
    public AccessTable Table { get; set; } = new();
}
