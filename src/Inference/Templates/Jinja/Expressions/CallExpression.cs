namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>callee(arguments)</c></summary>
internal sealed class CallExpression(Expression callee, CallArguments arguments, int line)
    : Expression(line, [callee, .. arguments.All])
{
    /// <summary>The call with one argument more.</summary>
    public CallExpression With(string name, Expression value) => new(callee, arguments.With(name, value), Line);

    public override object? Evaluate(RenderContext context)
    {
        context.Spend(1);

        // A method of a value's type is called without making a value of it first.
        if (callee is AttributeExpression attribute)
        {
            var subject = attribute.Value.Evaluate(context);
            if (Methods.Find(subject, attribute.Name) is { } method)
            {
                context.SpendOn(subject);
                return method(context, subject, arguments.Evaluate(context));
            }

            return Call(context, attribute.Read(subject));
        }

        return Call(context, callee.Evaluate(context));
    }

    private object? Call(RenderContext context, object? target) => target switch
    {
        Callable callable => callable.Call(context, arguments.Evaluate(context)),
        Undefined missing => throw missing.Fail(),
        _ => throw new RenderFailure($"'{Values.TypeName(target)}' object is not callable"),
    };
}
