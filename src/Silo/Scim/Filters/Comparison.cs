namespace LlmGateway.Silo.Scim.Filters;

/// <summary>How a value is compared.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
