namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>subject is test(arguments)</c>; <c>is not</c> is a <see cref="NotExpression"/> around it.</summary>
internal sealed class TestExpression(Expression subject, Predicate test, CallArguments arguments, int line)
    : Expression(line, [subject, .. arguments.All])
{
    public override object? Evaluate(RenderContext context) =>
        Boxes.Of(test(context, subject.Evaluate(context), arguments.Evaluate(context)));
}
