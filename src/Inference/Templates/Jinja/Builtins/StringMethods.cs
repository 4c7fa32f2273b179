using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Methods of text; results keep the taint of what they are made from.</summary>
internal static class StringMethods
{
    public static FrozenDictionary<string, Operation> All { get; } = new Dictionary<string, Operation>
    {
        ["strip"] = (_, subject, arguments) => TextTrimming.Trim(Text(subject), arguments.OptionalText(0, "chars"), start: true, end: true),
        ["lstrip"] = (_, subject, arguments) => TextTrimming.Trim(Text(subject), arguments.OptionalText(0, "chars"), start: true, end: false),
        ["rstrip"] = (_, subject, arguments) => TextTrimming.Trim(Text(subject), arguments.OptionalText(0, "chars"), start: false, end: true),
        ["upper"] = (_, subject, _) => TextCase.Upper(Text(subject)),
        ["lower"] = (_, subject, _) => TextCase.Lower(Text(subject)),
        ["title"] = (_, subject, _) => TextCase.Title(Text(subject), char.IsLetter),
        ["capitalize"] = (_, subject, _) => TextCase.Capitalize(Text(subject)),
        ["startswith"] = (context, subject, arguments) => Affix(context, subject, arguments, atStart: true),
        ["endswith"] = (context, subject, arguments) => Affix(context, subject, arguments, atStart: false),
        ["removeprefix"] = (_, subject, arguments) => RemovePrefix(Text(subject), arguments.Text(0, "prefix")),
        ["removesuffix"] = (_, subject, arguments) => RemoveSuffix(Text(subject), arguments.Text(0, "suffix")),
        ["replace"] = (context, subject, arguments) =>
            TextReplacement.Replace(context, Text(subject), arguments.Text(0, "old"), arguments.Text(1, "new"), arguments.Integer(2, "count", -1)),
        ["split"] = (context, subject, arguments) =>
            new ListValue(TextSplitting.Split(context, Text(subject), arguments.OptionalText(0, "sep"), arguments.Integer(1, "maxsplit", -1))),
        ["rsplit"] = (context, subject, arguments) =>
            new ListValue(TextSplitting.SplitFromEnd(context, Text(subject), arguments.OptionalText(0, "sep"), arguments.Integer(1, "maxsplit", -1))),
        ["partition"] = (context, subject, arguments) => TextSplitting.Partition(context, Text(subject), arguments.Text(0, "sep"), last: false),
        ["rpartition"] = (context, subject, arguments) => TextSplitting.Partition(context, Text(subject), arguments.Text(0, "sep"), last: true),
        ["splitlines"] = (context, subject, arguments) => new ListValue(TextSplitting.Lines(context, Text(subject), arguments.Flag(0, "keepends"))),
        ["join"] = Join,
        ["find"] = (context, subject, arguments) => Boxes.Of(Find(context, Text(subject), arguments.Text(0, "sub"), last: false)),
        ["rfind"] = (context, subject, arguments) => Boxes.Of(Find(context, Text(subject), arguments.Text(0, "sub"), last: true)),
        ["index"] = Index,
        ["count"] = (context, subject, arguments) =>
            Boxes.Of(TextReplacement.Count(context, Text(subject), arguments.Text(0, "sub"))),
        ["format"] = (context, subject, arguments) => BraceFormat.Apply(context, Text(subject), arguments),
        ["isdigit"] = (_, subject, _) => Every(subject, char.IsDigit),
        ["isalpha"] = (_, subject, _) => Every(subject, char.IsLetter),
        ["isalnum"] = (_, subject, _) => Every(subject, char.IsLetterOrDigit),
        ["isspace"] = (_, subject, _) => Every(subject, PythonWhitespace.Contains),
        ["isupper"] = (_, subject, _) => Boxes.Of(TextCase.IsUpper(Text(subject))),
        ["islower"] = (_, subject, _) => Boxes.Of(TextCase.IsLower(Text(subject))),
    }.ToFrozenDictionary();

    private static TaintedText Text(object? subject) => (TaintedText)subject!;

    private static object Every(object? subject, Func<char, bool> holds) =>
        Boxes.Of(Text(subject).Length > 0 && Text(subject).Text.All(holds));

    // The affix may be a tuple: any of its texts.
    private static object Affix(RenderContext context, object? subject, Arguments arguments, bool atStart)
    {
        var text = Text(subject).Text;
        var affix = arguments.Require(0, "affix");
        return Boxes.Of(affix is ListValue { IsTuple: true } tuple ? tuple.Items.Any(Matches) : Matches(affix));

        bool Matches(object? candidate)
        {
            var part = candidate as TaintedText ?? throw new RenderFailure("startswith and endswith take strings");
            context.SpendText(part.Length);
            return atStart ? text.StartsWith(part.Text, StringComparison.Ordinal) : text.EndsWith(part.Text, StringComparison.Ordinal);
        }
    }

    private static TaintedText RemovePrefix(TaintedText text, TaintedText prefix) =>
        text.Text.StartsWith(prefix.Text, StringComparison.Ordinal) ? text.Slice(prefix.Length, text.Length - prefix.Length) : text;

    private static TaintedText RemoveSuffix(TaintedText text, TaintedText suffix) =>
        text.Text.EndsWith(suffix.Text, StringComparison.Ordinal) ? text.Slice(0, text.Length - suffix.Length) : text;

    private static TaintedText Join(RenderContext context, object? subject, Arguments arguments)
    {
        using var builder = new TextBuilder(context);
        var first = true;
        foreach (var item in Values.Items(context, arguments.Require(0, "iterable")))
        {
            if (!first)
            {
                builder.Append(Text(subject));
            }

            builder.Append(item as TaintedText ?? throw new RenderFailure($"join() found '{Values.TypeName(item)}' where it takes strings"));
            first = false;
        }

        return builder.ToText();
    }

    private static long Find(RenderContext context, TaintedText text, TaintedText part, bool last)
    {
        var offset = last ? TextSearch.FindLast(context, text, part, text.Length) : TextSearch.Find(context, text, part, 0);
        return offset <= 0 ? offset : CodePoints.Count(text.Text[..offset]);
    }

    private static object? Index(RenderContext context, object? subject, Arguments arguments) =>
        Find(context, Text(subject), arguments.Text(0, "sub"), last: false) is var index and >= 0
            ? Boxes.Of(index)
            : throw new RenderFailure("substring not found");
}
