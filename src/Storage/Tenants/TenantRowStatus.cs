namespace LlmGateway.Storage;

/// <summary>What a tenant may do, as stored: <c>active</c>, <c>suspended</c> or <c>deleted</c>.</summary>
public enum TenantRowStatus
{
    /// <summary>Requests are served.</summary>
    Active,

    /// <summary>Requests are refused until the tenant is resumed; nothing is lost.</summary>
    Suspended,

    /// <summary>Requests are refused for good; the row stays for the records.</summary>
    Deleted,
}
