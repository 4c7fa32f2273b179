namespace LlmGateway.Silo.Scim.Schema;

/// <summary>What an attribute holds.</summary>
internal enum ScimType
{
    String,
    Boolean,
    DateTime,
    Reference,
    Complex,
}
