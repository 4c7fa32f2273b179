namespace LlmGateway.Silo.Api.Organization;

/// <summary>A kind of usage that has an endpoint of its own.</summary>
/// <param name="Name">Its place in the address.</param>
/// <param name="Operations">The gateway's operations that belong to it; none for what this gateway does not do, null for all.</param>
/// <param name="Groups">What it can be grouped by.</param>
/// <param name="Widths">The widths that its buckets can have, the default first.</param>
internal sealed record UsageKind(string Name, IReadOnlyList<string>? Operations, IReadOnlyList<string> Groups, IReadOnlyList<BucketWidth> Widths)
{
    private static readonly string[] Common = ["project_id", "user_id", "api_key_id", "model"];

    public static UsageKind Completions { get; } = new("completions", ["chat", "text_completion"], [.. Common, "batch", "service_tier"], BucketWidth.OfUsage);

    public static UsageKind Embeddings { get; } = new("embeddings", ["embeddings"], Common, BucketWidth.OfUsage);

    public static UsageKind Costs { get; } = new("costs", null, ["project_id", "line_item", "api_key_id"], BucketWidth.OfCosts);

    /// <summary>Kinds that clients may ask for and that nothing here is used for.</summary>
    public static IReadOnlyList<UsageKind> Unused { get; } =
    [
        new("moderations", [], Common, BucketWidth.OfUsage),
        new("images", [], [.. Common, "size", "source"], BucketWidth.OfUsage),
        new("audio_speeches", [], Common, BucketWidth.OfUsage),
        new("audio_transcriptions", [], Common, BucketWidth.OfUsage),
        new("vector_stores", [], ["project_id"], BucketWidth.OfUsage),
        new("code_interpreter_sessions", [], ["project_id"], BucketWidth.OfUsage),
    ];
}
