namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A comparison, or a chain of them as in Python: <c>a &lt; b &lt;= c</c>.</summary>
/// <param name="operands">At least two.</param>
/// <param name="operators">One less: == != &lt; &gt; &lt;= &gt;= in, not in.</param>
/// <param name="line">Line in the template, from 1.</param>
internal sealed class CompareExpression(Expression[] operands, string[] operators, int line) : Expression(line, operands)
{
    public override object? Evaluate(RenderContext context)
    {
        var left = operands[0].Evaluate(context);
        for (var index = 0; index < operators.Length; index++)
        {
            var right = operands[index + 1].Evaluate(context);
            if (!Holds(context, operators[index], left, right))
            {
                return Boxes.Of(false);
            }

            left = right;
        }

        return Boxes.Of(true);
    }

    private static bool Holds(RenderContext context, string symbol, object? left, object? right) => symbol switch
    {
        "==" => Comparison.AreEqual(context, left, right),
        "!=" => !Comparison.AreEqual(context, left, right),
        "<" => Comparison.Order(context, left, right) < 0,
        ">" => Comparison.Order(context, left, right) > 0,
        "<=" => Comparison.Order(context, left, right) <= 0,
        ">=" => Comparison.Order(context, left, right) >= 0,
        "in" => Comparison.Contains(context, right, left),
        _ => !Comparison.Contains(context, right, left),
    };
}
