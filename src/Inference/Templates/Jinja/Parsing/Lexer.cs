namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Cuts a template into tokens, with Jinja's whitespace rules under trim_blocks and lstrip_blocks.</summary>
internal sealed partial class Lexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineCountedTo;

    private Lexer(string source)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _source = source.EndsWith('\n') ? source[..^1] : source; // Jinja drops one final newline.
    }

    /// <summary>All tokens of a template, the last of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="TemplateException">A tag, comment or string is not closed, or a character is out of place.</exception>
    public static List<Token> Tokenize(string source)
    {
        if (source.Length > TemplateLimits.SourceLength)
        {
            throw new TemplateException($"Templates are limited to {TemplateLimits.SourceLength} characters", 1);
        }

        var lexer = new Lexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_position < _source.Length)
        {
            var open = FindTag(_position);
            if (open < 0)
            {
                AddData(_position, _source.Length);
                _position = _source.Length;
                break;
            }

            var dataStart = _position;
            var kind = _source[open + 1];
            _position = open + 2;
            var sign = Current is '-' or '+' ? Current : '\0';
            _position += sign == '\0' ? 0 : 1;
            AddData(dataStart, DataEnd(dataStart, open, kind, sign));
            switch (kind)
            {
                case '#':
                    SkipComment();
                    break;
                case '{':
                    Add(TokenKind.VariableBegin, "{{");
                    ReadTag("}}", TokenKind.VariableEnd);
                    break;
                default:
                    if (!ReadRaw())
                    {
                        Add(TokenKind.BlockBegin, "{%");
                        ReadTag("%}", TokenKind.BlockEnd);
                    }

                    break;
            }
        }

        Add(TokenKind.End, "end of template");
    }

    private char Current => _position < _source.Length ? _source[_position] : '\0';

    private bool At(string text) => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0;

    private int FindTag(int from)
    {
        for (var index = _source.IndexOf('{', from); index >= 0; index = _source.IndexOf('{', index + 1))
        {
            if (index + 1 < _source.Length && _source[index + 1] is '{' or '%' or '#')
            {
                return index;
            }
        }

        return -1;
    }

    // Where the text before a tag ends, once the tag's sign and lstrip_blocks have taken their whitespace.
    private int DataEnd(int start, int open, char kind, char sign)
    {
        if (sign == '-')
        {
            while (open > start && PythonWhitespace.Contains(_source[open - 1]))
            {
                open--;
            }

            return open;
        }

        if (sign == '+' || kind == '{')
        {
            return open;
        }

        var blank = open;
        while (blank > start && _source[blank - 1] != '\n' && PythonWhitespace.Contains(_source[blank - 1]))
        {
            blank--;
        }

        var startsLine = blank == 0 || _source[blank - 1] == '\n';
        return startsLine ? blank : open;
    }

    private void AddData(int start, int end)
    {
        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Data, _source[start..end], LineAt(start)));
        }
    }

    private void SkipComment()
    {
        var line = LineAt(_position);
        var close = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (close < 0)
        {
            throw new TemplateException("Comment is not closed with #}", line);
        }

        var sign = close > _position ? _source[close - 1] : '\0';
        _position = close + 2;
        SkipAfterBlock(sign);
    }

    // What a tag's end takes of the text behind it: all whitespace after '-', nothing after '+', else one newline.
    private void SkipAfterBlock(char sign)
    {
        if (sign == '-')
        {
            SkipWhitespace();
        }
        else if (sign != '+' && Current == '\n')
        {
            _position++;
        }
    }

    private void SkipWhitespace()
    {
        while (_position < _source.Length && PythonWhitespace.Contains(_source[_position]))
        {
            _position++;
        }
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new Token(kind, text, LineAt(_position)));

    private int LineAt(int position)
    {
        for (; _lineCountedTo < position; _lineCountedTo++)
        {
            _line += _source[_lineCountedTo] == '\n' ? 1 : 0;
        }

        return _line;
    }
}
