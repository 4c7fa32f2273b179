namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>The body that an upstream gets: the client's, with the upstream's name of the model, and with usage asked for in streams.</summary>
internal static class BodyRewrite
{
    private static ReadOnlySpan<byte> AskForUsage => "{\"include_usage\":true}"u8;

    private static ReadOnlySpan<byte> AskForUsageFirst => "{\"stream_options\":{\"include_usage\":true},"u8;

    /// <param name="body">The client's body.</param>
    /// <param name="outline">What was read of it.</param>
    /// <param name="model">The upstream's name of the model.</param>
    public static ReadOnlyMemory<byte> For(ReadOnlyMemory<byte> body, RequestOutline outline, string model)
    {
        var rename = outline.Model != model;
        var ask = outline is { Stream: true, IncludeUsage: false };
        if (!rename && !ask)
        {
            return body;
        }

        List<(int Start, int End, byte[] Text)> edits = [];
        if (rename)
        {
            edits.Add(Edit(outline.ModelText, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(model, OpenAI.ApiJson.Wire.String)));
        }

        if (ask)
        {
            edits.Add(outline.StreamOptions is { } options ? Edit(options, AskForUsage.ToArray()) : Edit(Opening(body.Span), AskForUsageFirst.ToArray()));
        }

        edits.Sort((one, other) => one.Start.CompareTo(other.Start));
        return Apply(body.Span, edits);
    }

    private static (int Start, int End, byte[] Text) Edit(Range range, byte[] text) => (range.Start.Value, range.End.Value, text);

    private static Range Opening(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf((byte)'{');
        return at..(at + 1);
    }

    private static byte[] Apply(ReadOnlySpan<byte> body, List<(int Start, int End, byte[] Text)> edits)
    {
        var result = new byte[body.Length + edits.Sum(edit => edit.Text.Length - (edit.End - edit.Start))];
        var (from, to) = (0, 0);
        foreach (var (start, end, text) in edits)
        {
            body[from..start].CopyTo(result.AsSpan(to));
            to += start - from;
            text.CopyTo(result, to);
            to += text.Length;
            from = end;
        }

        body[from..].CopyTo(result.AsSpan(to));
        return result;
    }
}
