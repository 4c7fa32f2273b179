namespace LlmGateway.Grains.Tenants;

/// <summary>A change of a policy: what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.tenant-policy-change")]
public sealed record TenantPolicyChange
{
    /// <summary>Whether prompts and answers are kept.</summary>
    [Id(0)]
    public bool? LogBodies { get; init; }

    /// <summary>For how many days the request log keeps a row, 1 to 3650.</summary>
    [Id(1)]
    public int? LogRetentionDays { get; init; }

    /// <summary>Share of the successful requests whose bodies are kept, 0 to 1.</summary>
    [Id(2)]
    public double? LogSampleRate { get; init; }

    /// <summary>Whether personal data is removed from what is kept.</summary>
    [Id(3)]
    public bool? Redact { get; init; }

    /// <summary>The policy after the change.</summary>
    public TenantPolicy ApplyTo(TenantPolicy policy) => new()
    {
        LogBodies = LogBodies ?? policy.LogBodies,
        LogRetentionDays = LogRetentionDays ?? policy.LogRetentionDays,
        LogSampleRate = LogSampleRate ?? policy.LogSampleRate,
        Redact = Redact ?? policy.Redact,
    };
}
