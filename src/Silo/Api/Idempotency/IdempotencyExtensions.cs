namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>Registers idempotency keys, and puts them on endpoints.</summary>
internal static class IdempotencyExtensions
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        // One silo to a data directory: any other process is one that has gone.
        services.AddSingleton<IsSiloAlive>((_, _) => ValueTask.FromResult(false));
        services.AddSingleton<OpenKeys>();
        return services;
    }

    /// <summary>Lets clients send an <c>Idempotency-Key</c>. The endpoint must settle its requests through <see cref="Requests.AdmittedRequest"/>.</summary>
    public static RouteHandlerBuilder WithIdempotency(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter<IdempotencyFilter>();
}
