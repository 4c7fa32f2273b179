using System.Globalization;
using LlmGateway.Grains.RateLimits;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>The <c>x-ratelimit-*</c> headers. A tenant without limits gets none: there is no number to tell.</summary>
internal static class RateLimitHeaders
{
    public static void Write(IHeaderDictionary headers, AdmissionDecision decision)
    {
        if (decision.Requests is { } requests)
        {
            headers["x-ratelimit-limit-requests"] = Number(requests.Limit);
            headers["x-ratelimit-remaining-requests"] = Number(requests.Remaining);
            headers["x-ratelimit-reset-requests"] = GoDuration(requests.Reset);
        }

        if (decision.Tokens is { } tokens)
        {
            headers["x-ratelimit-limit-tokens"] = Number(tokens.Limit);
            headers["x-ratelimit-remaining-tokens"] = Number(tokens.Remaining);
            headers["x-ratelimit-reset-tokens"] = GoDuration(tokens.Reset);
        }
    }

    /// <summary>A duration as Go writes and clients parse it: <c>120ms</c>, <c>1s</c>, <c>6m0s</c>.</summary>
    public static string GoDuration(TimeSpan duration)
    {
        var milliseconds = (long)Math.Ceiling(Math.Max(0, duration.TotalMilliseconds));
        if (milliseconds is > 0 and < 1000)
        {
            return $"{milliseconds}ms";
        }

        var seconds = (milliseconds + 999) / 1000;
        return seconds < 60 ? $"{seconds}s" : seconds < 3600 ? $"{seconds / 60}m{seconds % 60}s" : $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
