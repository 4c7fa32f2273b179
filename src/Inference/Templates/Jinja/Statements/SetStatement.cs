namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{% set target = value %}</c>; a block set's value is its captured body, a macro's is the macro.</summary>
internal sealed class SetStatement(Target target, Expression value, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        target.Assign(context, value.Evaluate(context));
        return Flow.Next;
    }
}
