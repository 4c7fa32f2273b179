namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Lexer
{
    private static readonly string[] s_operators =
    [
        "**", "//", "==", "!=", ">=", "<=",
        "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ",", ":", "|", "(", ")", "[", "]", "{", "}",
    ];

    private void ReadTag(string close, TokenKind closeKind)
    {
        var line = LineAt(_position);
        var braces = 0; // "}}" closes a tag only where no mapping or parenthesis is open.
        while (true)
        {
            SkipWhitespace();
            if (_position >= _source.Length)
            {
                throw new TemplateException($"Tag is not closed with {close}", line);
            }

            if (braces == 0 && TryClose(close, closeKind))
            {
                return;
            }

            var character = Current;
            if (character is '\'' or '"')
            {
                ReadString(character);
            }
            else if (char.IsAsciiDigit(character))
            {
                ReadNumber();
            }
            else if (character == '_' || char.IsLetter(character))
            {
                var start = _position;
                while (Current == '_' || char.IsLetterOrDigit(Current))
                {
                    _position++;
                }

                Add(TokenKind.Name, _source[start.._position]);
            }
            else
            {
                braces += ReadOperator();
            }
        }
    }

    private bool TryClose(string close, TokenKind closeKind)
    {
        var signed = Current == '-' || (Current == '+' && closeKind == TokenKind.BlockEnd);
        var sign = signed ? Current : '\0';
        if (string.CompareOrdinal(_source, _position + (signed ? 1 : 0), close, 0, 2) != 0)
        {
            return false;
        }

        Add(closeKind, close);
        _position += signed ? 3 : 2;
        if (closeKind == TokenKind.BlockEnd || sign == '-')
        {
            SkipAfterBlock(sign);
        }

        return true;
    }

    // Returns +1 for an opening bracket, -1 for a closing one.
    private int ReadOperator()
    {
        foreach (var symbol in s_operators)
        {
            if (At(symbol))
            {
                Add(TokenKind.Operator, symbol);
                _position += symbol.Length;
                return symbol is "(" or "[" or "{" ? 1 : symbol is ")" or "]" or "}" ? -1 : 0;
            }
        }

        throw new TemplateException($"Unexpected character '{Current}'", LineAt(_position));
    }

    private void ReadNumber()
    {
        var start = _position;
        SkipDigits();
        var kind = TokenKind.Integer;
        if (Current == '.' && _position + 1 < _source.Length && char.IsAsciiDigit(_source[_position + 1]))
        {
            kind = TokenKind.Float;
            _position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            var exponent = _position + 1;
            exponent += exponent < _source.Length && _source[exponent] is '+' or '-' ? 1 : 0;
            if (exponent < _source.Length && char.IsAsciiDigit(_source[exponent]))
            {
                kind = TokenKind.Float;
                _position = exponent;
                SkipDigits();
            }
        }

        Add(kind, _source[start.._position].Replace("_", "", StringComparison.Ordinal));
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current) || Current == '_')
        {
            _position++;
        }
    }

    private void ReadString(char quote)
    {
        var line = LineAt(_position);
        var start = ++_position;
        while (Current != quote)
        {
            _position += Current == '\\' ? 2 : 1;
            if (_position >= _source.Length)
            {
                throw new TemplateException("String is not closed", line);
            }
        }

        _tokens.Add(new Token(TokenKind.String, StringLiteral.Unescape(_source[start.._position], line), line));
        _position++;
    }

    // {% raw %} … {% endraw %}: the text between, untouched.
    private bool ReadRaw()
    {
        var back = _position;
        var line = LineAt(_position);
        if (!ReadWordTag("raw"))
        {
            _position = back;
            return false;
        }

        var start = _position;
        for (var open = start; (open = _source.IndexOf("{%", open, StringComparison.Ordinal)) >= 0; open += 2)
        {
            _position = open + 2;
            var sign = Current is '-' or '+' ? Current : '\0';
            _position += sign == '\0' ? 0 : 1;
            if (ReadWordTag("endraw"))
            {
                AddData(start, DataEnd(start, open, '%', sign));
                return true;
            }
        }

        throw new TemplateException("Raw block is not closed with {% endraw %}", line);
    }

    private bool ReadWordTag(string word)
    {
        SkipWhitespace();
        if (!At(word))
        {
            return false;
        }

        _position += word.Length;
        SkipWhitespace();
        var sign = Current is '-' or '+' ? Current : '\0';
        _position += sign == '\0' ? 0 : 1;
        if (!At("%}"))
        {
            return false;
        }

        _position += 2;
        SkipAfterBlock(word == "raw" && sign == '\0' ? '+' : sign);
        return true;
    }
}
