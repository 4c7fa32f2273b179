using LlmGateway.Grains.RateLimits;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>Refusals of admission as answers.</summary>
internal static class AdmissionProblems
{
    /// <summary>The limiter can't be asked: nothing is admitted unseen.</summary>
    public static ApiProblem LimiterUnavailable() =>
        new(503, new ApiError("Limits can't be checked at the moment, so the request was not admitted. Try again shortly.", "server_error", null, "limiter_unavailable"), retryAfter: 1);

    /// <summary>Usage can't be recorded: nothing runs that could not be billed.</summary>
    public static ApiProblem LedgerUnavailable(string reason) =>
        new(503, new ApiError($"Usage can't be recorded at the moment, so the request was not admitted. {reason} Try again shortly.", "server_error", null, "ledger_unavailable"), retryAfter: 1);

    public static ApiProblem From(AdmissionDenial denial, string currency)
    {
        var wait = denial.RetryAfter is { } after ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : (int?)null;
        var again = wait is { } seconds ? $" Try again in {seconds} s." : "";
        return denial.Kind switch
        {
            LimitKind.Budget => new ApiProblem(
                429,
                new ApiError(
                    $"The budget of {denial.Scope} is spent: {Money.Format(denial.Used)} of {Money.Format(denial.Limit)} {currency} are used or reserved, and this request may cost {Money.Format(denial.Requested)}. "
                    + "Ask the operator to raise it, or ask for fewer tokens.",
                    "insufficient_quota",
                    null,
                    "insufficient_quota")) { ShouldRetry = false },
            LimitKind.Tokens => new ApiProblem(
                429,
                new ApiError(
                    denial.RetryAfter is null
                        ? $"The request is too large for {denial.Scope}: it may need {denial.Requested} tokens, and the limit is {denial.Limit} tokens a minute. Shorten the prompt or lower max_tokens."
                        : $"Rate limit of {denial.Scope} reached: {denial.Limit} tokens a minute, {denial.Used} used or reserved, {denial.Requested} asked for.{again}",
                    "tokens",
                    null,
                    "rate_limit_exceeded"),
                wait) { ShouldRetry = Retry(wait) },
            LimitKind.Concurrency => new ApiProblem(
                429, new ApiError($"Rate limit of {denial.Scope} reached: {denial.Limit} requests at the same time.{again}", "requests", null, "rate_limit_exceeded"), wait),
            _ => new ApiProblem(
                429, new ApiError($"Rate limit of {denial.Scope} reached: {denial.Limit} requests a minute.{again}", "requests", null, "rate_limit_exceeded"), wait) { ShouldRetry = Retry(wait) },
        };
    }

    // Clients wait up to a minute by themselves; told to wait longer they would ask again at once.
    private static bool? Retry(int? wait) => wait is null or > 60 ? false : null;
}
