using System.Globalization;
using System.Text;

namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    private Expression ParseUnary(bool withFilters = true)
    {
        Expression value;
        var line = Current.Line;
        Enter();
        if (SkipOperator("-"))
        {
            value = new NegateExpression(ParseUnary(withFilters: false), line);
        }
        else if (SkipOperator("+"))
        {
            value = ParseUnary(withFilters: false);
        }
        else
        {
            value = ParsePrimary();
        }

        Leave();
        value = ParsePostfix(value);
        return withFilters ? ParseFiltersAndTests(value) : value;
    }

    private Expression ParsePrimary()
    {
        var token = Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new LiteralExpression(Boxes.Of(true), token.Line),
                    "false" or "False" => new LiteralExpression(Boxes.Of(false), token.Line),
                    "none" or "None" => new LiteralExpression(null, token.Line),
                    _ => new NameExpression(token.Text, token.Line),
                };
            case TokenKind.String:
                return new LiteralExpression(TaintedText.FromTemplate(JoinStrings(token)), token.Line);
            case TokenKind.Integer:
                return new LiteralExpression(Boxes.Of(Integer(token)), token.Line);
            case TokenKind.Float:
                return new LiteralExpression(double.Parse(token.Text, CultureInfo.InvariantCulture), token.Line);
            case TokenKind.Operator when token.Text == "(":
                return ParseParentheses(token.Line);
            case TokenKind.Operator when token.Text == "[":
                return new ListExpression(ParseItems("]"), isTuple: false, token.Line);
            case TokenKind.Operator when token.Text == "{":
                return ParseDict(token.Line);
            default:
                _index--;
                throw Unexpected("an expression");
        }
    }

    // Neighbouring strings are one, as in Python.
    private string JoinStrings(Token first)
    {
        if (Current.Kind != TokenKind.String)
        {
            return first.Text;
        }

        var joined = new StringBuilder(first.Text);
        while (Current.Kind == TokenKind.String)
        {
            joined.Append(Next().Text);
        }

        return joined.ToString();
    }

    private static long Integer(Token token) =>
        long.TryParse(token.Text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new TemplateException("Integers are limited to 64 bits", token.Line);

    private Expression ParseParentheses(int line)
    {
        if (SkipOperator(")"))
        {
            return new ListExpression([], isTuple: true, line);
        }

        var inner = ParseTuple();
        Expect(")");
        return inner;
    }

    private Expression[] ParseItems(string close)
    {
        var items = new List<Expression>();
        while (!SkipOperator(close))
        {
            if (items.Count > 0)
            {
                Expect(",");
                if (SkipOperator(close))
                {
                    break;
                }
            }

            items.Add(ParseExpression());
        }

        return [.. items];
    }

    private DictExpression ParseDict(int line)
    {
        var keys = new List<Expression>();
        var values = new List<Expression>();
        while (!SkipOperator("}"))
        {
            if (keys.Count > 0)
            {
                Expect(",");
                if (SkipOperator("}"))
                {
                    break;
                }
            }

            keys.Add(ParseExpression());
            Expect(":");
            values.Add(ParseExpression());
        }

        return new DictExpression([.. keys], [.. values], line);
    }
}
