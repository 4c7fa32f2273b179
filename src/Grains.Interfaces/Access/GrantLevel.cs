namespace LlmGateway.Grains.Access;

/// <summary>How much of a thing a grantee may have; each level includes those before it.</summary>
[GenerateSerializer, Alias("llmgw.grant-level")]
public enum GrantLevel
{
    /// <summary>See it.</summary>
    Read,

    /// <summary>Work with it.</summary>
    Use,

    /// <summary>Change it, and say who else may.</summary>
    Manage,
}
