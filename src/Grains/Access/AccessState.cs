namespace LlmGateway.Grains.Access;

[GenerateSerializer, Alias("llmgw.access-state")]
internal sealed record AccessState
{
    [Id(0)]
    public AccessTable Table { get; init; } = new();
}
