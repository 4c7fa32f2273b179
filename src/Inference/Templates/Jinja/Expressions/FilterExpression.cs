namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>subject | filter(arguments)</c></summary>
internal sealed class FilterExpression(Expression subject, Operation filter, CallArguments arguments, int line)
    : Expression(line, [subject, .. arguments.All])
{
    public override object? Evaluate(RenderContext context)
    {
        context.Spend(1);
        var value = subject.Evaluate(context);
        context.SpendOn(value);
        return filter(context, value, arguments.Evaluate(context));
    }
}
