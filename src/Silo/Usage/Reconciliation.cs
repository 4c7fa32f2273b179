using LlmGateway.Storage;

namespace LlmGateway.Silo.Usage;

/// <summary>The engines' own account beside the ledger's.</summary>
/// <param name="Engines">What the engines counted, by replica.</param>
/// <param name="Ledger">What the ledger has, by replica or upstream.</param>
/// <param name="Missing">Requests that an engine has counted and the ledger does not have.</param>
/// <param name="Pending">Requests that ended within the last minute and are not committed yet; they are in neither account.</param>
internal sealed record Reconciliation(
    IReadOnlyDictionary<string, TokenCount> Engines, IReadOnlyDictionary<string, TokenCount> Ledger, IReadOnlyList<string> Missing, int Pending)
{
    /// <summary>Whether each replica's two accounts are equal.</summary>
    public bool IsBalanced => Missing.Count == 0 && Engines.All(engine => Ledger.GetValueOrDefault(engine.Key) == engine.Value);
}
