namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>ns.name</c>: an attribute of a namespace, wherever that was made.</summary>
internal sealed class AttributeTarget(NameExpression owner, string name) : Target
{
    public override void Assign(RenderContext context, object? value)
    {
        if (owner.Evaluate(context) is not NamespaceValue target)
        {
            throw new RenderFailure($"'{owner.Name}' is not a namespace, and only those take attributes");
        }

        target.Set(name, value);
    }
}
