using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>A request that was let in. It is settled once, whatever becomes of it: by its endpoint, or as failed when it is disposed.</summary>
/// <param name="admission">Where it is settled.</param>
/// <param name="http">The request.</param>
/// <param name="plan">What it was admitted for.</param>
/// <param name="price">The price at that time.</param>
/// <param name="at">When it was admitted.</param>
/// <param name="limiter">Who admitted it.</param>
/// <param name="newTokens">New tokens reserved.</param>
internal sealed class AdmittedRequest(
    Admission admission, HttpContext http, RequestPlan plan, Price price, DateTimeOffset at, IRateLimitGrain limiter, long newTokens) : IAsyncDisposable
{
    private bool _settled;
    private TimeSpan _accepted;

    /// <summary>What it was admitted for.</summary>
    public RequestPlan Plan => plan;

    /// <summary>New tokens reserved: as planned, or fewer where that would do.</summary>
    public long NewTokens => newTokens;

    /// <summary>The request's id.</summary>
    public string Id => http.TraceIdentifier;

    /// <summary>What the engine's journal keeps of the request, so that it can be billed if this process does not live to do it.</summary>
    public string Account => new LedgerAccount
    {
        At = at.ToUnixTimeMilliseconds(),
        Tenant = http.Key().TenantId,
        Key = http.Key().Id,
        User = RequestFacts.Of(http).UserId,
        Model = plan.Route.Name,
        Version = plan.Version,
        Operation = plan.Operation,
        Input = price.Input,
        Cached = price.CachedInput,
        Output = price.Output,
    }.ToJson();

    /// <summary>The model has taken the request in; it may still wait for its turn.</summary>
    public void Accepted() => _accepted = RequestClock.Elapsed(http);

    /// <summary>Text has come.</summary>
    public void TextCame() => RequestFacts.Of(http).FirstToken ??= RequestClock.Elapsed(http);

    /// <summary>Commits what the request cost. The answer's end goes out after this and never before.</summary>
    public async Task SettleAsync(TokenUsage usage, LedgerStatus status, long reasoningTokens = 0)
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        var facts = RequestFacts.Of(http);
        (facts.InputTokens, facts.OutputTokens) = (usage.PromptTokens, usage.CompletionTokens);
        var key = http.Key();
        // The answer is kept for repeats in the same commit, or not at all.
        var answer = status == LedgerStatus.Completed && http.Features.Get<IdempotentRequest>() is { } idempotent ? await idempotent.CompleteAsync() : null;
        await admission.SettleAsync(limiter, new RequestRecord(new LedgerRow
        {
            RequestId = Id,
            At = at,
            TenantId = key.TenantId,
            KeyId = key.Id,
            UserId = facts.UserId,
            Model = plan.Route.Name,
            Version = plan.Version,
            Replica = plan.Replica,
            Operation = plan.Operation,
            Status = status,
            InputTokens = usage.PromptTokens,
            CachedTokens = usage.CachedTokens,
            OutputTokens = usage.CompletionTokens,
            ReasoningTokens = reasoningTokens,
            CostMicros = price.CostOf(usage.PromptTokens, usage.CachedTokens, usage.CompletionTokens),
            QueueMicroseconds = Microseconds(_accepted),
            FirstTokenMicroseconds = facts.FirstToken is { } first ? Microseconds(first) : null,
            TotalMicroseconds = Microseconds(RequestClock.Elapsed(http)),
        }, answer));
    }

    /// <summary>Commits that the request failed and cost nothing, unless it is settled already.</summary>
    public Task FailAsync() => SettleAsync(NoTokens, LedgerStatus.Failed);

    public async ValueTask DisposeAsync() => await FailAsync();

    /// <summary>Nothing was computed.</summary>
    public static TokenUsage NoTokens { get; } = new(0, 0, 0);

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;
}
