namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A variable of the innermost scope.</summary>
internal sealed class NameTarget(string name) : Target
{
    public override void Assign(RenderContext context, object? value) => context.Scope.Set(name, value);
}
