namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>What <c>namespace()</c> makes: attributes that inner scopes may set.</summary>
internal sealed class NamespaceValue : ObjectValue
{
    private readonly Dictionary<string, object?> _attributes = [];

    public override bool TryGetAttribute(string name, out object? value) => _attributes.TryGetValue(name, out value);

    public void Set(string name, object? value) => _attributes[name] = value;
}
