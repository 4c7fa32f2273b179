namespace LlmGateway.Silo.OAuth;

/// <summary>Which button a user pressed.</summary>
internal static class Decision
{
    public const string Field = "decision";
    public const string Allow = "allow";
    public const string Deny = "deny";

    /// <summary>One of them; null where none was pressed.</summary>
    public static string? Of(IFormCollection form) => (string?)form[Field] switch
    {
        Allow => Allow,
        Deny => Deny,
        _ => null,
    };
}
