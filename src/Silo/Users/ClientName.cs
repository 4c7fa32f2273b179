namespace LlmGateway.Silo.Users;

/// <summary>What a browser calls itself, for people.</summary>
internal static class ClientName
{
    // In this order: most browsers also carry the names of others.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string From(string? agent)
    {
        var browser = Find(Browsers, agent) ?? "A browser";
        return Find(Systems, agent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Mark, string Name)[] known, string? agent) =>
        agent is null ? null : Array.Find(known, entry => agent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
