namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>Registers idempotency keys, and puts them on endpoints.</summary>
internal static class IdempotencyExtensions
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<IsSiloAlive>(provider =>
        {
            var membership = provider.GetRequiredService<ISiloStatusOracle>();
            return silo => SiloAddress.TryParse(silo, null, out var address)
                && membership.GetApproximateSiloStatus(address) is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;
        });
        services.AddSingleton<OpenKeys>();
        return services;
    }

    /// <summary>Lets clients send an <c>Idempotency-Key</c>. The endpoint must settle its requests through <see cref="Requests.AdmittedRequest"/>.</summary>
    public static RouteHandlerBuilder WithIdempotency(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter<IdempotencyFilter>();
}
