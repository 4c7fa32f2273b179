using LlmGateway.Grains.Tenants;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/tenants</c>.</summary>
public sealed record CreateTenantBody
{
    /// <summary>Lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people; the id by default.</summary>
    public string? Name { get; init; }

    /// <summary>Plan, if the operator has any.</summary>
    public string? Plan { get; init; }

    /// <summary>How its requests are logged.</summary>
    public TenantSettingsBody? Settings { get; init; }
}

/// <summary>Body of <c>PATCH /admin/v1/tenants/{t}</c>: what is left out stays as it is.</summary>
public sealed record ChangeTenantBody
{
    /// <summary>Name for people.</summary>
    public string? Name { get; set; }

    /// <summary>Plan; null for none.</summary>
    public string? Plan
    {
        get;
        set => (field, SetsPlan) = (value, true); // The reader calls this for a null too.
    }

    /// <summary><c>active</c> or <c>suspended</c>.</summary>
    public string? Status { get; set; }

    /// <summary>How its requests are logged.</summary>
    public TenantSettingsBody? Settings { get; set; }

    internal bool SetsPlan { get; private set; }
}

/// <summary>How a tenant's requests are logged: what is left out stays as it is, or has its default.</summary>
public sealed record TenantSettingsBody
{
    /// <summary>Whether prompts and answers are kept. Default: false.</summary>
    public bool? LogBodies { get; init; }

    /// <summary>For how many days the request log keeps a row, 1 to 3650. Default: 30.</summary>
    public int? LogRetentionDays { get; init; }

    /// <summary>Share of the successful requests whose bodies are kept, 0 to 1. Default: 1.</summary>
    public double? LogSampleRate { get; init; }

    /// <summary>Whether personal data is removed from what is kept. Default: true.</summary>
    public bool? Redact { get; init; }

    internal TenantPolicyChange ToChange() => new() { LogBodies = LogBodies, LogRetentionDays = LogRetentionDays, LogSampleRate = LogSampleRate, Redact = Redact };
}

/// <summary>How a tenant's requests are logged.</summary>
public sealed record TenantSettingsView(bool LogBodies, int LogRetentionDays, double LogSampleRate, bool Redact);

/// <summary>A tenant.</summary>
public sealed record TenantView(string Id, string Object, string Name, string? Plan, string Status, TenantSettingsView Settings, DateTimeOffset CreatedAt)
{
    internal static TenantView From(Tenant tenant) => new(
        tenant.Id,
        "tenant",
        tenant.Name,
        tenant.Plan,
        tenant.Status.ToString().ToLowerInvariant(),
        new TenantSettingsView(tenant.Policy.LogBodies, tenant.Policy.LogRetentionDays, tenant.Policy.LogSampleRate, tenant.Policy.Redact),
        tenant.CreatedAt);
}
