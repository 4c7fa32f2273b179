namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    /// <summary><c>a</c>, <c>a, b</c>, <c>(a, b)</c> or, where allowed, <c>ns.a</c>.</summary>
    private Target ParseTarget(bool allowAttribute)
    {
        var first = ParseTargetItem(allowAttribute);
        if (!Current.IsOperator(","))
        {
            return first;
        }

        var targets = new List<Target> { first };
        while (SkipOperator(",") && (Current.Kind == TokenKind.Name || Current.IsOperator("(")) && !Current.IsName("in"))
        {
            targets.Add(ParseTargetItem(allowAttribute));
        }

        return new TupleTarget([.. targets]);
    }

    private Target ParseTargetItem(bool allowAttribute)
    {
        if (SkipOperator("("))
        {
            Enter();
            var inner = ParseTarget(allowAttribute);
            Leave();
            Expect(")");
            return inner;
        }

        var line = Current.Line;
        var name = ExpectName();
        return allowAttribute && SkipOperator(".")
            ? new AttributeTarget(new NameExpression(name, line), ExpectName())
            : new NameTarget(name);
    }
}
