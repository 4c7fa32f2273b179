using System.Text.Json.Serialization;
using LlmGateway.Grains.Models;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Silo.Api.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Json(new Liveness("live"), HealthJson.Default.Liveness)).ExcludeFromDescription().Open("health checks carry no key");
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().Open("health checks carry no key");
    }

    private static async Task<IResult> ReadyAsync(
        SiloRoutes routes, IDbContextFactory<GatewayDbContext> contexts, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var database = await CanReadAsync(contexts, cancellationToken);
        var models = routes.Current.Models.Values.OrderBy(route => route.Name, StringComparer.Ordinal).Select(Describe).ToList();
        var ready = database && models.All(model => model.Ready) && !lifetime.ApplicationStopping.IsCancellationRequested;
        return TypedResults.Json(
            new Readiness(ready ? "ready" : "not_ready", database ? "reachable" : "unreachable", models),
            HealthJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> CanReadAsync(IDbContextFactory<GatewayDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.CanConnectAsync(cancellationToken);
    }

    private static ModelHealth Describe(ModelRoute route) => new(
        route.FullName,
        route.IsReady,
        [.. route.Replicas.Select(replica => new ReplicaHealth(replica.Id, replica.State.ToString().ToLowerInvariant(), replica.Error))]);
}

/// <summary>Answer of <c>/health/live</c>.</summary>
internal sealed record Liveness(string Status);

/// <summary>Answer of <c>/health/ready</c>.</summary>
internal sealed record Readiness(string Status, string Database, IReadOnlyList<ModelHealth> Models);

/// <summary>Whether a model can answer.</summary>
internal sealed record ModelHealth(string Model, bool Ready, IReadOnlyList<ReplicaHealth> Replicas);

/// <summary>How one replica is.</summary>
internal sealed record ReplicaHealth(string Id, string State, string? Error);

/// <summary>The JSON of the health pages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class HealthJson : JsonSerializerContext;
