namespace LlmGateway.Storage;

/// <summary>What usage is summed by, beside time.</summary>
[Flags]
public enum UsageGroups
{
    /// <summary>All together.</summary>
    None = 0,

    /// <summary>Each tenant by itself.</summary>
    Tenant = 1,

    /// <summary>Each API key by itself.</summary>
    Key = 2,

    /// <summary>Each model by itself.</summary>
    Model = 4,

    /// <summary>Each application by itself.</summary>
    App = 8,
}
