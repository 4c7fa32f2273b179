namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A value with named attributes and no items.</summary>
internal abstract class ObjectValue
{
    public abstract bool TryGetAttribute(string name, out object? value);
}
