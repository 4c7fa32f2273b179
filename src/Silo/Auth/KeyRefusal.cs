using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Authentication;

namespace LlmGateway.Silo.Auth;

/// <summary>Why a key does not open a plane. Made once for each reason and never thrown: ASP.NET carries failures as exceptions.</summary>
internal sealed class KeyRefusal : Exception
{
    private readonly ApiProblem _problem;
    private readonly bool _counts;

    private KeyRefusal(ApiProblem problem, bool counts)
        : base(problem.Error.Message) => (_problem, _counts) = (problem, counts);

    /// <summary>A refusal of a key that exists.</summary>
    public static AuthenticateResult Because(ApiProblem problem) => AuthenticateResult.Fail(new KeyRefusal(problem, counts: false));

    /// <summary>A refusal with status 401 of a key that exists, or of none.</summary>
    public static AuthenticateResult Because(string message) => Because(ApiProblem.Unauthorized(message));

    /// <summary>A refusal with status 401 of what may be a guess: too many from one address are answered with 429.</summary>
    public static AuthenticateResult Guess(string message) => AuthenticateResult.Fail(new KeyRefusal(ApiProblem.Unauthorized(message), counts: true));

    /// <summary>Answers a failed authentication.</summary>
    public static Task AnswerAsync(HttpContext http, AuthenticateResult result, FailedAttempts attempts)
    {
        var refusal = result.Failure as KeyRefusal;
        var problem = refusal?._problem ?? ApiProblem.Unauthorized(BearerToken.Unknown);
        return (refusal is { _counts: true } && attempts.Add(http.Connection.RemoteIpAddress) is { } wait ? TooMany(wait) : problem).ExecuteAsync(http);
    }

    private static ApiProblem TooMany(TimeSpan wait) => new(
        429,
        new ApiError("Too many wrong keys came from this address. Wait, then send a right one.", "requests", null, "rate_limit_exceeded"),
        retryAfter: Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
}
