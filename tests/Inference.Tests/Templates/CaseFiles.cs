namespace LlmGateway.Inference.Tests.Templates;

/// <summary>The committed templates and tables. Expected texts are those of Python's jinja2, set up as transformers does.</summary>
internal static class CaseFiles
{
    /// <summary>The moment that the expected texts show.</summary>
    public static DateTimeOffset Now { get; } = new(2024, 7, 6, 9, 5, 3, TimeSpan.Zero);

    public static string Read(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", name));
}
