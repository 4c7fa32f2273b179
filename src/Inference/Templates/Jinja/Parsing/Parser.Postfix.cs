namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    private Expression ParsePostfix(Expression value)
    {
        while (Current.Kind == TokenKind.Operator)
        {
            var line = Current.Line;
            if (SkipOperator("."))
            {
                value = Current.Kind == TokenKind.Integer
                    ? new ItemExpression(value, new LiteralExpression(Boxes.Of(Integer(Next())), line), line)
                    : new AttributeExpression(value, ExpectName(), line);
            }
            else if (SkipOperator("["))
            {
                value = ParseSubscript(value, line);
            }
            else if (SkipOperator("("))
            {
                value = new CallExpression(value, ParseArguments(), line);
            }
            else
            {
                break;
            }
        }

        return value;
    }

    private Expression ParseSubscript(Expression value, int line)
    {
        if (Current.IsOperator(":"))
        {
            return ParseSlice(value, null, line);
        }

        var key = ParseTuple();
        if (Current.IsOperator(":"))
        {
            return ParseSlice(value, key, line);
        }

        Expect("]");
        return new ItemExpression(value, key, line);
    }

    private SliceExpression ParseSlice(Expression value, Expression? start, int line)
    {
        Expect(":");
        var stop = Current.IsOperator(":") || Current.IsOperator("]") ? null : ParseExpression();
        var step = SkipOperator(":") && !Current.IsOperator("]") ? ParseExpression() : null;
        Expect("]");
        return new SliceExpression(value, start, stop, step, line);
    }

    // After the opening parenthesis.
    private CallArguments ParseArguments()
    {
        var positional = new List<Expression>();
        var names = new List<string>();
        var named = new List<Expression>();
        while (!SkipOperator(")"))
        {
            if (positional.Count + named.Count > 0)
            {
                Expect(",");
                if (SkipOperator(")"))
                {
                    break;
                }
            }

            if (Current.Kind == TokenKind.Name && _tokens[_index + 1].IsOperator("="))
            {
                names.Add(Next().Text);
                _index++;
                named.Add(ParseExpression());
            }
            else if (named.Count > 0)
            {
                throw Unexpected("a named argument, since one came before");
            }
            else
            {
                positional.Add(ParseExpression());
            }
        }

        return new CallArguments([.. positional], [.. names], [.. named]);
    }

    private Expression ParseFiltersAndTests(Expression value)
    {
        while (true)
        {
            if (SkipOperator("|"))
            {
                value = ParseFilter(value);
            }
            else if (SkipName("is"))
            {
                value = ParseTest(value);
            }
            else if (Current.IsOperator("("))
            {
                var line = Next().Line;
                value = new CallExpression(value, ParseArguments(), line);
            }
            else
            {
                return value;
            }
        }
    }

    private FilterExpression ParseFilter(Expression subject)
    {
        var line = Current.Line;
        var name = ExpectName();
        if (!Filters.All.TryGetValue(name, out var filter))
        {
            // Jinja minds a filter it lacks only where it runs, if that is in a branch that may not be taken.
            filter = _branchDepth > 0
                ? (_, _, _) => throw Filters.Missing(name)
                : throw new TemplateException(Filters.Missing(name).Message, line);
        }

        return new FilterExpression(subject, filter, SkipOperator("(") ? ParseArguments() : CallArguments.None, line);
    }

    private Expression ParseTest(Expression subject)
    {
        var line = Current.Line;
        var negated = SkipName("not");
        var name = ExpectName();
        if (!Tests.All.TryGetValue(name, out var test))
        {
            test = _branchDepth > 0
                ? (_, _, _) => throw Tests.Missing(name)
                : throw new TemplateException(Tests.Missing(name).Message, line);
        }

        var arguments = CallArguments.None;
        if (SkipOperator("("))
        {
            arguments = ParseArguments();
        }
        else if (StartsTestArgument())
        {
            Enter();
            arguments = new CallArguments([ParsePostfix(ParsePrimary())], [], []);
            Leave();
        }

        Expression result = new TestExpression(subject, test, arguments, line);
        return negated ? new NotExpression(result, line) : result;
    }

    // "is divisibleby 3": one argument may go without parentheses.
    private bool StartsTestArgument() => Current.Kind switch
    {
        TokenKind.Name => Current.Text is not ("else" or "or" or "and" or "is" or "if" or "in" or "not"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        _ => Current.IsOperator("[") || Current.IsOperator("{"),
    };
}
