namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Arguments of a call as written.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Names">Names of the others.</param>
/// <param name="Named">The others, in the order of their names.</param>
internal sealed record CallArguments(Expression[] Positional, string[] Names, Expression[] Named)
{
    public static CallArguments None { get; } = new([], [], []);

    public Expression[] All { get; } = [.. Positional, .. Named];

    /// <summary>The same arguments and one more.</summary>
    public CallArguments With(string name, Expression value) => new(Positional, [.. Names, name], [.. Named, value]);

    public Arguments Evaluate(RenderContext context) => All.Length == 0
        ? Arguments.None
        : new Arguments(Evaluate(context, Positional), Names, Evaluate(context, Named));

    private static object?[] Evaluate(RenderContext context, Expression[] expressions)
    {
        if (expressions.Length == 0)
        {
            return [];
        }

        var values = new object?[expressions.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = expressions[index].Evaluate(context);
            context.SpendOn(values[index]);
        }

        return values;
    }
}
