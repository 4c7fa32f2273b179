namespace LlmGateway.Silo.Users;

/// <summary>Where a browser may be sent after signing in: pages of this gateway.</summary>
internal static class LocalUrl
{
    private const int MaxLength = 2000;
    private const int MaxDecodings = 5;

    /// <summary>The address if it is one of this gateway's, however often it is encoded; the start page otherwise.</summary>
    public static string Or(string? url, string fallback = "/") => url is not null && IsLocal(url) ? url : fallback;

    public static bool IsLocal(string url)
    {
        if (url.Length is 0 or > MaxLength || url.Any(letter => letter is <= ' ' or > '~'))
        {
            return false;
        }

        for (var turn = 0; turn < MaxDecodings; turn++)
        {
            if (url[0] != '/' || (url.Length > 1 && url[1] == '/') || url.Any(letter => letter is '\\' || char.IsControl(letter)))
            {
                return false;
            }

            var decoded = Uri.UnescapeDataString(url);
            if (decoded == url)
            {
                return true;
            }

            url = decoded;
        }

        return false;
    }
}
