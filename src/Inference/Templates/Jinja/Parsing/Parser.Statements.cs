namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    private Statement ParseStatement()
    {
        var line = Current.Line;
        var tag = ExpectName();
        switch (tag)
        {
            case "if":
                return ParseIf(line);
            case "for":
                return ParseFor(line);
            case "set":
                return ParseSet(line);
            case "macro":
                var name = ExpectName();
                return new SetStatement(new NameTarget(name), ParseMacro(name, "endmacro", line), line);
            case "call":
                return ParseCallBlock(line);
            case "filter":
                return ParseFilterBlock(line);
            case "with":
                return ParseWith(line);
            case "generation":
                EndTag();
                return new BlockStatement(ParseBodyTo("endgeneration"), line);
            case "break" or "continue":
                if (_loopDepth == 0)
                {
                    throw new TemplateException($"'{tag}' outside of a loop", line);
                }

                EndTag();
                return new LoopControlStatement(tag == "break" ? Flow.Break : Flow.Continue, line);
            default:
                throw new TemplateException($"Unknown tag '{tag}'", line);
        }
    }

    private void EndTag() => Expect(TokenKind.BlockEnd, "'%}'");

    private IfStatement ParseIf(int line)
    {
        var conditions = new List<Expression>();
        var bodies = new List<Block>();
        Block? otherwise = null;
        string tag;
        _branchDepth++;
        do
        {
            conditions.Add(ParseTuple(withConditional: false));
            EndTag();
            bodies.Add(ParseBody("elif", "else", "endif"));
            tag = Next().Text;
        }
        while (tag == "elif");
        EndTag();
        if (tag == "else")
        {
            otherwise = ParseBodyTo("endif");
        }

        _branchDepth--;
        return new IfStatement([.. conditions], [.. bodies], otherwise, line);
    }

    private ForStatement ParseFor(int line)
    {
        var target = ParseTarget(allowAttribute: false);
        if (!SkipName("in"))
        {
            throw Unexpected("'in'");
        }

        var items = ParseTuple(withConditional: false);
        var condition = SkipName("if") ? ParseExpression() : null;
        if (Current.IsName("recursive"))
        {
            throw new TemplateException("Recursive loops are not supported", Current.Line);
        }

        EndTag();
        _loopDepth++;
        var body = ParseBody("else", "endfor");
        _loopDepth--;
        var hasElse = Next().Text == "else";
        EndTag();
        return new ForStatement(target, items, condition, body, hasElse ? ParseBodyTo("endfor") : null, line);
    }

    private SetStatement ParseSet(int line)
    {
        var target = ParseTarget(allowAttribute: true);
        if (SkipOperator("="))
        {
            var value = ParseTuple();
            EndTag();
            return new SetStatement(target, value, line);
        }

        return Current.Kind == TokenKind.BlockEnd || Current.IsOperator("|")
            ? new SetStatement(target, ParseFilteredBody("endset", line), line)
            : throw Unexpected("'='");
    }

    private OutputStatement ParseFilterBlock(int line)
    {
        _index--; // Makes the tag's name stand where a bar would.
        return new OutputStatement(ParseFilteredBody("endfilter", line), line);
    }

    // Filters stand in the opening tag and apply to the body, which is read after them.
    private Expression ParseFilteredBody(string end, int line)
    {
        var filters = _index;
        while (Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
        {
            _index++;
        }

        EndTag();
        var body = new CaptureExpression(ParseCapturedTo(end), line);
        var behind = _index;
        _index = filters;
        Expression value = body;
        while (SkipOperator("|") || SkipName("filter"))
        {
            value = ParseFilter(value);
        }

        EndTag();
        _index = behind;
        return value;
    }

    private WithStatement ParseWith(int line)
    {
        var targets = new List<Target>();
        var values = new List<Expression>();
        while (Current.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
            {
                Expect(",");
            }

            targets.Add(new NameTarget(ExpectName()));
            Expect("=");
            values.Add(ParseExpression());
        }

        EndTag();
        return new WithStatement([.. targets], [.. values], ParseBodyTo("endwith"), line);
    }
}
