using System.Text;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Filters that make text. Other values are printed first, as in Jinja.</summary>
internal static class TextFilters
{
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["string"] = Text,
        ["safe"] = Text,
        ["trim"] = (context, subject, arguments) =>
            TextTrimming.Trim(Text(context, subject), arguments.OptionalText(0, "chars"), start: true, end: true),
        ["upper"] = (context, subject, _) => TextCase.Upper(Text(context, subject)),
        ["lower"] = (context, subject, _) => TextCase.Lower(Text(context, subject)),
        ["title"] = (context, subject, _) => TextCase.Title(Text(context, subject), IsInTitleWord),
        ["capitalize"] = (context, subject, _) => TextCase.Capitalize(Text(context, subject)),
        ["replace"] = Replace,
        ["indent"] = Indent,
        ["escape"] = Escape,
        ["e"] = Escape,
        ["format"] = (context, subject, arguments) =>
            PercentFormat.Apply(context, Text(context, subject), [.. arguments.Positional]),
        ["wordcount"] = (context, subject, _) => Boxes.Of(CountWords(Text(context, subject).Text)),
        ["tojson"] = ToJson,
    };

    private static TaintedText Text(RenderContext context, object? subject) => Printer.ToText(context, subject);

    private static TaintedText Text(RenderContext context, object? subject, Arguments arguments) => Text(context, subject);

    private static bool IsInTitleWord(char character) =>
        !PythonWhitespace.Contains(character) && character is not ('-' or '(' or '{' or '[' or '<');

    private static TaintedText Replace(RenderContext context, object? subject, Arguments arguments) => TextReplacement.Replace(
        context,
        Text(context, subject),
        Text(context, arguments.Require(0, "old")),
        Text(context, arguments.Require(1, "new")),
        arguments.Get(2, "count") is { } count ? Values.Integer(count) : -1);

    private static TaintedText ToJson(RenderContext context, object? subject, Arguments arguments)
    {
        using var builder = new TextBuilder(context);
        new JsonText(builder, arguments).Write(subject);
        return builder.ToText();
    }

    private static TaintedText Escape(RenderContext context, object? subject, Arguments arguments)
    {
        using var builder = new TextBuilder(context);
        EscapedText.Write(builder, Text(context, subject), character => character switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\'' => "&#39;",
            '"' => "&#34;",
            _ => null,
        });
        return builder.ToText();
    }

    private static TaintedText Indent(RenderContext context, object? subject, Arguments arguments)
    {
        var width = arguments.Get(0, "width", Boxes.Of(4));
        var margin = width as TaintedText
            ?? TaintedText.FromTemplate(new string(' ', (int)Math.Clamp(Values.Integer(width), 0, 1000)));
        var (first, blank) = (arguments.Flag(1, "first"), arguments.Flag(2, "blank"));
        using var builder = new TextBuilder(context);
        var lines = TextSplitting.Split(context, Text(context, subject), TaintedText.FromTemplate("\n"), -1);
        for (var index = 0; index < lines.Count; index++)
        {
            var line = (TaintedText)lines[index]!;
            builder.Append(index > 0 ? "\n" : "");
            if (index == 0 ? first : blank || line.Length > 0)
            {
                builder.Append(margin);
            }

            builder.Append(line);
        }

        return builder.ToText();
    }

    private static long CountWords(string text)
    {
        var count = 0L;
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var word = Rune.IsLetterOrDigit(rune) || rune.Value == '_';
            count += word && !inWord ? 1 : 0;
            inWord = word;
        }

        return count;
    }
}
