namespace LlmGateway.Grains.Tenants;

/// <summary>How a tenant's requests are logged.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.tenant-policy")]
public sealed record TenantPolicy
{
    /// <summary>Whether prompts and answers are kept. Default: no.</summary>
    [Id(0)]
    public bool LogBodies { get; init; }

    /// <summary>For how many days the request log keeps a row, 1 to 3650. Default: 30.</summary>
    [Id(1)]
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Share of the successful requests whose bodies are kept, 0 to 1. Default: all.</summary>
    [Id(2)]
    public double LogSampleRate { get; init; } = 1;

    /// <summary>Whether personal data is removed from what is kept. Default: yes.</summary>
    [Id(3)]
    public bool Redact { get; init; } = true;
}
