using System.Collections.Concurrent;
using System.Globalization;
using LlmGateway.Grains;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>Lets requests in: one call to the tenant's limiter checks and reserves everything; without its answer nothing runs.</summary>
internal sealed partial class Admission(
    IGrainFactory grains, LedgerWriter ledger, SiloPrices prices, OpenReservations open, ILocalSiloDetails silo, IOptions<GatewayOptions> options, TimeProvider time, ILogger<Admission> logger)
{
    private const int MaxLimiters = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan SettlePause = TimeSpan.FromSeconds(1);

    // A reference costs some reflection to make; it is good for ever.
    private readonly ConcurrentDictionary<string, IRateLimitGrain> _limiters = new(StringComparer.Ordinal);

    /// <summary>Asks for admission and writes the headers that tell how the tenant stands.</summary>
    public async ValueTask<Parsed<AdmittedRequest>> AdmitAsync(HttpContext http, RequestPlan plan)
    {
        if (ledger.Failure is { } failure)
        {
            return AdmissionProblems.LedgerUnavailable(failure);
        }

        var key = http.Key();
        var at = time.GetUtcNow();
        var price = prices.Current.Find(plan.Route.Name, at);
        var request = new AdmissionRequest
        {
            RequestId = http.TraceIdentifier,
            KeyId = key.Id,
            Model = plan.Route.Name,
            Silo = silo.SiloAddress,
            PromptTokens = plan.PromptTokens,
            NewTokens = plan.NewTokens,
            LeastNewTokens = plan.LeastNewTokens,
            InputPrice = price.WorstInput,
            OutputPrice = price.Output,
            At = at,
        };
        var limiter = LimiterOf(key.TenantId);
        if (await AskAsync(limiter, request) is not { } decision)
        {
            return AdmissionProblems.LimiterUnavailable();
        }

        RateLimitHeaders.Write(http.Response.Headers, decision);
        if (decision.Denial is { } denial)
        {
            return AdmissionProblems.From(denial, options.Value.Currency);
        }

        open.Add(key.TenantId, new OpenReservation(request, decision.NewTokens));
        http.Response.Headers["x-gateway-overhead-ms"] = RequestClock.Elapsed(http).TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        return new AdmittedRequest(this, http, plan, price, at, limiter, decision.NewTokens);
    }

    /// <summary>Commits what a request cost, and gives back what it did not.</summary>
    public async Task SettleAsync(IRateLimitGrain limiter, RequestRecord record)
    {
        var committed = ledger.WriteAsync(record);
        var row = record.Ledger;
        var settlement = new Settlement(row.RequestId, row.InputTokens + row.OutputTokens, row.CostMicros);
        _ = GiveBackAsync(limiter, settlement, committed);
        await committed;
    }

    // The answer does not wait for it: the tenant's next request is behind it in the limiter's queue, and until then the reservation stands, which errs to the strict side.
    private async Task GiveBackAsync(IRateLimitGrain limiter, Settlement settlement, Task committed)
    {
        while (!await TrySettleAsync(limiter, settlement))
        {
            await Task.Delay(SettlePause, time);
        }

        await committed; // A limiter that starts meanwhile finds the request on the table or in the ledger, or in both.
        open.Remove(settlement.RequestId);
    }

    private IRateLimitGrain LimiterOf(string tenantId)
    {
        if (_limiters.TryGetValue(tenantId, out var known))
        {
            return known;
        }

        if (_limiters.Count > MaxLimiters)
        {
            _limiters.Clear();
        }

        return _limiters.GetOrAdd(tenantId, grains.GetRateLimits(tenantId));
    }

    // A limiter that is moving is asked again: with the same id it reserves once.
    private async ValueTask<AdmissionDecision?> AskAsync(IRateLimitGrain limiter, AdmissionRequest request)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await limiter.AdmitAsync(request);
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansMessageRejectionException && time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Pause, time);
            }
            catch (Exception e)
            {
                LogUnavailable(request.RequestId, e);
                return null;
            }
        }
    }

    private async Task<bool> TrySettleAsync(IRateLimitGrain limiter, Settlement settlement)
    {
        try
        {
            await limiter.SettleAsync(settlement);
            return true;
        }
        catch (Exception e)
        {
            LogUnsettled(settlement.RequestId, e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} was not admitted: its tenant's limiter can't be asked")]
    private partial void LogUnavailable(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The reservation of request {RequestId} could not be settled; trying again")]
    private partial void LogUnsettled(string requestId, Exception exception);
}
