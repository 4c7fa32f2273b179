using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Hosting;

/// <summary>Marks when a request arrived.</summary>
internal sealed class RequestClock(long started)
{
    /// <summary>Starts the clock; the first middleware does.</summary>
    public static void Start(HttpContext http) => http.Features.Set(new RequestClock(Stopwatch.GetTimestamp()));

    /// <summary>Time since the request arrived.</summary>
    public static TimeSpan Elapsed(HttpContext http) => Stopwatch.GetElapsedTime(http.Features.GetRequiredFeature<RequestClock>().Started);

    private long Started { get; } = started;
}
