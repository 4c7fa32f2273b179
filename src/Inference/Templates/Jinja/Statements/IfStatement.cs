namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{% if %}</c> with its <c>elif</c> and <c>else</c> branches.</summary>
/// <param name="conditions">Conditions in order.</param>
/// <param name="bodies">A body for each condition.</param>
/// <param name="otherwise">The else branch, if any.</param>
/// <param name="line">Line in the template, from 1.</param>
internal sealed class IfStatement(Expression[] conditions, Block[] bodies, Block? otherwise, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        for (var index = 0; index < conditions.Length; index++)
        {
            context.Line = conditions[index].Line;
            if (Values.IsTrue(conditions[index].Evaluate(context)))
            {
                return bodies[index].Execute(context);
            }
        }

        return otherwise?.Execute(context) ?? Flow.Next;
    }
}
