namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Builds the tree of a template.</summary>
internal sealed partial class Parser
{
    private readonly List<Token> _tokens;
    private int _index;
    private int _loopDepth;
    private int _branchDepth;
    private int _statementDepth;
    private int _expressionDepth;

    private Parser(List<Token> tokens) => _tokens = tokens;

    /// <exception cref="TemplateException">The template is not valid or nests too deep.</exception>
    public static Block Parse(string source)
    {
        var parser = new Parser(Lexer.Tokenize(source));
        return parser.ParseBody();
    }

    private Token Current => _tokens[_index];

    private Token Next() => _tokens[_index++];

    private bool SkipOperator(string symbol)
    {
        var found = Current.IsOperator(symbol);
        _index += found ? 1 : 0;
        return found;
    }

    private bool SkipName(string name)
    {
        var found = Current.IsName(name);
        _index += found ? 1 : 0;
        return found;
    }

    private void Expect(string symbol)
    {
        if (!SkipOperator(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    private Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Next() : throw Unexpected(what);

    private string ExpectName() => Expect(TokenKind.Name, "a name").Text;

    private TemplateException Unexpected(string expected) =>
        new($"Expected {expected}, found '{Current.Text}'", Current.Line);

    /// <summary>Statements up to a tag that ends them, or to the end of the template.</summary>
    /// <param name="ends">Names of the tags that end the body; the parser stops at the name. None for the whole template.</param>
    private Block ParseBody(params string[] ends)
    {
        if (++_statementDepth > TemplateLimits.StatementDepth)
        {
            throw new TemplateException("Statements nest too deep", Current.Line);
        }

        var statements = new List<Statement>();
        while (true)
        {
            var token = Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new TextStatement(token.Text, token.Line));
                    break;
                case TokenKind.VariableBegin:
                    statements.Add(new OutputStatement(ParseTuple(), token.Line));
                    Expect(TokenKind.VariableEnd, "'}}'");
                    break;
                case TokenKind.BlockBegin when Current.Kind == TokenKind.Name && Array.IndexOf(ends, Current.Text) >= 0:
                    _statementDepth--;
                    return new Block([.. statements]);
                case TokenKind.BlockBegin:
                    statements.Add(ParseStatement());
                    break;
                default:
                    _index--;
                    if (ends.Length > 0)
                    {
                        throw new TemplateException($"Tag is not closed with {{% {ends[^1]} %}}", token.Line);
                    }

                    return new Block([.. statements]);
            }
        }
    }

    /// <summary>A body up to its one closing tag, which is read too.</summary>
    private Block ParseBodyTo(string end)
    {
        var body = ParseBody(end);
        _index++;
        Expect(TokenKind.BlockEnd, "'%}'");
        return body;
    }

    /// <summary>A body that is captured: it cannot break out of the loops around it.</summary>
    private Block ParseCapturedTo(string end)
    {
        var outer = _loopDepth;
        _loopDepth = 0;
        var body = ParseBodyTo(end);
        _loopDepth = outer;
        return body;
    }
}
