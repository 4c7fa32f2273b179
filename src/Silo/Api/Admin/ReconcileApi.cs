using LlmGateway.Grains.Access;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Usage;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/usage/reconcile</c>.</summary>
internal static class ReconcileApi
{
    private const int MaxMissing = 100;

    public static void MapReconcile(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/usage/reconcile", CompareAsync)
            .Requires(Permissions.LedgerReconcile, PermissionPlace.Platform)
            .WithTags("Usage")
            .Produces<ReconciliationView>()
            .WithSummary("Proves that the ledger equals the engines' own count, or names the requests that are missing.");

    private static async Task<IResult> CompareAsync(EngineBooks books, CancellationToken cancellationToken)
    {
        var result = await books.CompareAsync(cancellationToken);
        var replicas = result.Engines.OrderBy(engine => engine.Key, StringComparer.Ordinal)
            .Select(engine => new ReplicaAccountView(engine.Key, CountView.From(engine.Value), CountView.From(result.Ledger.GetValueOrDefault(engine.Key))));
        return TypedResults.Json(
            new ReconciliationView("usage.reconciliation", result.IsBalanced, [.. replicas], result.Pending, result.Missing.Count, [.. result.Missing.Take(MaxMissing)]),
            AdminJson.Default.ReconciliationView);
    }
}

/// <summary>The engines' own account beside the ledger's.</summary>
/// <param name="Object">Always <c>usage.reconciliation</c>.</param>
/// <param name="Balanced">Whether both are equal, replica by replica.</param>
/// <param name="Replicas">Both accounts of each replica.</param>
/// <param name="Pending">Requests that have just ended and are in neither account yet.</param>
/// <param name="Missing">How many requests an engine has counted and the ledger does not have.</param>
/// <param name="MissingRequests">Their ids, at most 100.</param>
public sealed record ReconciliationView(
    string Object, bool Balanced, IReadOnlyList<ReplicaAccountView> Replicas, int Pending, int Missing, IReadOnlyList<string> MissingRequests);

/// <summary>One replica's two accounts.</summary>
public sealed record ReplicaAccountView(string Replica, CountView Engine, CountView Ledger);

/// <summary>Requests that cost tokens, and their tokens.</summary>
public sealed record CountView(long Requests, long InputTokens, long OutputTokens)
{
    internal static CountView From(TokenCount count) => new(count.Requests, count.InputTokens, count.OutputTokens);
}
