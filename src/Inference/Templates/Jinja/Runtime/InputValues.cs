using System.Text.Json;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Turns a rendering's input into values; all text of the request becomes tainted here.</summary>
internal static class InputValues
{
    private static readonly TaintedText s_role = TaintedText.FromTemplate("role");
    private static readonly TaintedText s_content = TaintedText.FromTemplate("content");
    private static readonly TaintedText s_name = TaintedText.FromTemplate("name");
    private static readonly TaintedText s_toolCalls = TaintedText.FromTemplate("tool_calls");
    private static readonly TaintedText s_toolCallId = TaintedText.FromTemplate("tool_call_id");

    /// <summary>Defines a template's variables.</summary>
    /// <exception cref="TemplateException">The request's JSON nests too deep or has text that is not Unicode.</exception>
    /// <exception cref="RenderFailure">The input is too large.</exception>
    public static void Define(RenderContext context, ChatTemplateInput input)
    {
        context.Define("documents", null);
        foreach (var (name, value) in input.Variables ?? new Dictionary<string, JsonElement>())
        {
            context.Define(name, FromJson(context, value));
        }

        // After the request's own variables, which must not replace these.
        context.Define("bos_token", Token(input.BosToken, "bos_token"));
        context.Define("eos_token", Token(input.EosToken, "eos_token"));
        context.Define("add_generation_prompt", Boxes.Of(input.AddGenerationPrompt));
        context.Define("tools", input.Tools is { } tools ? FromJson(context, tools) : null);
        var messages = new List<object?>(input.Messages.Count);
        foreach (var message in input.Messages)
        {
            messages.Add(FromMessage(context, message));
        }

        context.Define("messages", new ListValue(messages));
    }

    /// <summary>A JSON value, its strings and keys tainted and its keys in order.</summary>
    public static object? FromJson(RenderContext context, JsonElement element, int depth = 0)
    {
        context.Spend(1);
        if (depth > TemplateLimits.ValueDepth)
        {
            throw new TemplateException("The request's JSON nests too deep");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Text(element.GetString);
            case JsonValueKind.Number:
                return element.TryGetInt64(out var integer) ? Boxes.Of(integer) : element.GetDouble();
            case JsonValueKind.True:
                return Boxes.Of(true);
            case JsonValueKind.False:
                return Boxes.Of(false);
            case JsonValueKind.Array:
                var items = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(FromJson(context, item, depth + 1));
                }

                return new ListValue(items);
            case JsonValueKind.Object:
                var dict = new DictValue();
                foreach (var property in element.EnumerateObject())
                {
                    dict.Set(Text(() => property.Name), FromJson(context, property.Value, depth + 1));
                }

                return dict;
            default:
                return null;
        }
    }

    private static TaintedText Text(Func<string?> read)
    {
        try
        {
            return TaintedText.FromRequest(read()!);
        }
        catch (InvalidOperationException)
        {
            // JSON may escape half a surrogate pair, which is no text.
            throw new TemplateException("The request's JSON has text that is not valid Unicode");
        }
    }

    private static object Token(string? text, string name) =>
        text is null ? Undefined.Variable(name) : TaintedText.FromTemplate(text);

    private static DictValue FromMessage(RenderContext context, TemplateMessage message)
    {
        var dict = new DictValue(2);
        dict.Set(s_role, TaintedText.FromRequest(message.Role));
        dict.Set(s_content, message.Content is { } content ? TaintedText.FromRequest(content) : null);
        if (message.Name is { } name)
        {
            dict.Set(s_name, TaintedText.FromRequest(name));
        }

        if (message.ToolCalls is { } calls)
        {
            dict.Set(s_toolCalls, FromJson(context, calls));
        }

        if (message.ToolCallId is { } id)
        {
            dict.Set(s_toolCallId, TaintedText.FromRequest(id));
        }

        return dict;
    }
}
