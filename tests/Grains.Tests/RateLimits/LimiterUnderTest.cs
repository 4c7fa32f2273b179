using LlmGateway.Grains.RateLimits;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace LlmGateway.Grains.Tests.RateLimits;

/// <summary>One tenant's limiter, used as silos do: what they admit they hold open, and what they settle is in the ledger first.</summary>
internal sealed class LimiterUnderTest(GrainCluster cluster)
{
    /// <summary>A token costs one millionth.</summary>
    public const long Price = 1_000_000;

    private int _requests;

    public string Tenant { get; } = GrainCluster.NewName("tenant");

    public IRateLimitGrain Grain => cluster.Silos[0].GetRequiredService<IGrainFactory>().GetRateLimits(Tenant);

    /// <summary>Asks for admission on behalf of a silo.</summary>
    public async Task<(AdmissionRequest Request, AdmissionDecision Decision)> AdmitAsync(int silo = 0, long tokens = 10)
    {
        var services = cluster.Silos[silo];
        AdmissionRequest request = new()
        {
            RequestId = $"{Tenant}-{++_requests}",
            KeyId = "key",
            Model = "model",
            Silo = services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            PromptTokens = tokens,
            InputPrice = Price,
            OutputPrice = Price,
            At = cluster.Time.GetUtcNow(),
        };
        var decision = await Grain.AdmitAsync(request);
        if (decision.Denial is null)
        {
            services.GetRequiredService<OpenReservations>().Add(Tenant, new OpenReservation(request, decision.NewTokens));
        }

        return (request, decision);
    }

    /// <summary>How many of so many requests are let in.</summary>
    public async Task<int> CountAsync(int requests, long tokens = 10)
    {
        var admitted = 0;
        for (var i = 0; i < requests; i++)
        {
            admitted += (await AdmitAsync(0, tokens)).Decision.Denial is null ? 1 : 0;
        }

        return admitted;
    }

    /// <summary>Ends a request that used all it had asked for.</summary>
    public async Task SettleAsync(AdmissionRequest request)
    {
        var services = cluster.Silos.First(silo => silo.GetRequiredService<ILocalSiloDetails>().SiloAddress.Equals(request.Silo));
        await services.GetRequiredService<LedgerWriter>().WriteAsync(new RequestRecord(new LedgerRow
        {
            RequestId = request.RequestId,
            At = request.At,
            TenantId = Tenant,
            KeyId = request.KeyId,
            Model = request.Model,
            Version = "v1",
            Replica = "replica",
            Operation = "chat",
            Status = LedgerStatus.Completed,
            InputTokens = request.PromptTokens,
            CostMicros = request.PromptTokens,
        }));
        await Grain.SettleAsync(new Settlement(request.RequestId, request.PromptTokens, request.PromptTokens));
        services.GetRequiredService<OpenReservations>().Remove(request.RequestId);
    }

    /// <summary>Ends the limiter's activation: the next call makes another, which knows only what is stored and what silos tell.</summary>
    public async Task ForgetAsync() => await Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
}
