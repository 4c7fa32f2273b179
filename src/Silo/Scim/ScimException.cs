namespace LlmGateway.Silo.Scim;

/// <summary>What is wrong with a directory's request, found while it is read. <see cref="ScimExtensions"/> makes an answer of it.</summary>
internal sealed class ScimException(int status, string? scimType, string detail) : Exception(detail)
{
    public ScimProblem Problem { get; } = new(status, scimType, detail);
}
