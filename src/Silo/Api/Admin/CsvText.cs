using System.Globalization;
using System.Text;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Writes comma-separated values (RFC 4180): lines end with CRLF, fields are quoted where they must be.</summary>
/// <remarks>A text that a spreadsheet would compute, because it begins with =, +, -, @, a tab or a line break, gets an apostrophe in front.</remarks>
internal sealed class CsvText
{
    public const string ContentType = "text/csv";

    private readonly StringBuilder _text = new();
    private bool _inLine;

    /// <summary>Whether a client asks for CSV.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    public CsvText Add(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value))
        {
            return this;
        }

        var guard = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" : "";
        if (value.AsSpan().IndexOfAny("\",\r\n") >= 0)
        {
            _text.Append('"').Append(guard).Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _text.Append(guard).Append(value);
        }

        return this;
    }

    public CsvText Add(long value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    public CsvText Add(double? value)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>Ends the line.</summary>
    public CsvText End()
    {
        _text.Append("\r\n");
        _inLine = false;
        return this;
    }

    /// <summary>The answer with all lines.</summary>
    public IResult ToResult() => TypedResults.Text(_text.ToString(), $"{ContentType}; charset=utf-8", Encoding.UTF8);

    public override string ToString() => _text.ToString();

    private void Separate()
    {
        if (_inLine)
        {
            _text.Append(',');
        }

        _inLine = true;
    }
}
