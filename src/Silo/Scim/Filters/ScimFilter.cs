using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>A condition that resources fulfil or not. Source: RFC 7644, section 3.4.2.2.</summary>
internal abstract record ScimFilter
{
    /// <summary>Whether a resource fulfils it.</summary>
    public abstract bool Matches(JsonObject resource);

    /// <summary>The value that an attribute must have for anything to match, so that resources can be looked up by it; null for none.</summary>
    /// <param name="path">The attribute: <c>userName</c>, <c>emails.value</c>.</param>
    public virtual string? Needs(string path) => null;

    /// <summary>Whether it looks at an attribute.</summary>
    public abstract bool Uses(string attribute);

    /// <summary>Gives a new value of a list what it needs to fulfil the condition.</summary>
    /// <returns>False if the condition doesn't say what that is.</returns>
    public virtual bool TryFill(JsonObject value) => false;
}
