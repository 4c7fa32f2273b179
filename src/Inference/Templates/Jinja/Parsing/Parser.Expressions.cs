namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    /// <summary>One expression, or a tuple where commas follow.</summary>
    /// <param name="withConditional">Whether <c>a if b</c> may stand here; not where <c>if</c> means something else.</param>
    private Expression ParseTuple(bool withConditional = true)
    {
        var line = Current.Line;
        var first = withConditional ? ParseExpression() : ParseOr();
        if (!Current.IsOperator(","))
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (SkipOperator(",") && StartsExpression())
        {
            items.Add(withConditional ? ParseExpression() : ParseOr());
        }

        return new ListExpression([.. items], isTuple: true, line);
    }

    private bool StartsExpression() =>
        Current.Kind is not (TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End)
        && !Current.IsOperator(")") && !Current.IsName("if");

    private Expression ParseExpression()
    {
        Enter();
        var value = ParseOr();
        while (Current.IsName("if"))
        {
            var line = Next().Line;
            var condition = ParseOr();
            var otherwise = SkipName("else") ? ParseExpression() : null;
            value = new ConditionalExpression(value, condition, otherwise, line);
        }

        Leave();
        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (Current.IsName("or"))
        {
            var line = Next().Line;
            left = new LogicalExpression(left, ParseAnd(), isAnd: false, line);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (Current.IsName("and"))
        {
            var line = Next().Line;
            left = new LogicalExpression(left, ParseNot(), isAnd: true, line);
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!Current.IsName("not"))
        {
            return ParseCompare();
        }

        var line = Next().Line;
        Enter();
        var operand = ParseNot();
        Leave();
        return new NotExpression(operand, line);
    }

    private Expression ParseCompare()
    {
        var line = Current.Line;
        var first = ParseSum();
        if (ReadCompareOperator() is not { } symbol)
        {
            return first;
        }

        var operands = new List<Expression> { first };
        var operators = new List<string>();
        for (var next = symbol; next is not null; next = ReadCompareOperator())
        {
            operators.Add(next);
            operands.Add(ParseSum());
        }

        return new CompareExpression([.. operands], [.. operators], line);
    }

    private string? ReadCompareOperator()
    {
        if (Current.Kind == TokenKind.Operator && Current.Text is "==" or "!=" or "<" or ">" or "<=" or ">=")
        {
            return Next().Text;
        }

        if (SkipName("in"))
        {
            return "in";
        }

        if (Current.IsName("not") && _tokens[_index + 1].IsName("in"))
        {
            _index += 2;
            return "not in";
        }

        return null;
    }

    // Runs of additions become one node; subtractions split them.
    private Expression ParseSum()
    {
        var line = Current.Line;
        var operands = new List<Expression>(1) { ParseConcat() };
        while (Current.IsOperator("+") || Current.IsOperator("-"))
        {
            if (SkipOperator("+"))
            {
                operands.Add(ParseConcat());
                continue;
            }

            _index++;
            var left = Sum(operands, line);
            operands = [new ArithmeticExpression("-", left, ParseConcat(), line)];
        }

        return Sum(operands, line);
    }

    private static Expression Sum(List<Expression> operands, int line) =>
        operands.Count == 1 ? operands[0] : new SumExpression([.. operands], line);

    private Expression ParseConcat()
    {
        var line = Current.Line;
        var first = ParseProduct();
        if (!Current.IsOperator("~"))
        {
            return first;
        }

        var operands = new List<Expression> { first };
        while (SkipOperator("~"))
        {
            operands.Add(ParseProduct());
        }

        return new ConcatExpression([.. operands], line);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (Current.Kind == TokenKind.Operator && Current.Text is "*" or "/" or "//" or "%")
        {
            var token = Next();
            left = new ArithmeticExpression(token.Text, left, ParsePower(), token.Line);
        }

        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseUnary();
        while (Current.IsOperator("**"))
        {
            var line = Next().Line;
            left = new ArithmeticExpression("**", left, ParseUnary(), line);
        }

        return left;
    }

    private void Enter()
    {
        if (++_expressionDepth > TemplateLimits.ExpressionDepth)
        {
            throw new TemplateException("Expression nests too deep", Current.Line);
        }
    }

    private void Leave() => _expressionDepth--;
}
