namespace LlmGateway.Silo.Scim.Resources;

/// <summary>What an operation of a PATCH does.</summary>
internal enum OperationKind
{
    Add,
    Replace,
    Remove,
}
