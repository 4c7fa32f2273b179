using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>What an operation of a PATCH is about.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Filter">Which values of the list; null for all.</param>
/// <param name="Sub">Which part of it, or of each value; null for the whole.</param>
internal sealed record PatchPath(ScimAttribute Attribute, ScimFilter? Filter, ScimAttribute? Sub);
