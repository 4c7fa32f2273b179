namespace LlmGateway.Silo.OAuth;

/// <summary>Where the keys of tokens lie: a file of one silo, or what the silos of a cluster share.</summary>
internal interface IOAuthKeyStore
{
    /// <summary>What an operator calls it.</summary>
    string Name { get; }

    /// <summary>Reads the keys and writes others in their place, or none; no other silo changes them in between.</summary>
    /// <param name="change">Given what is stored, null if nothing is; returns what to store, null to leave it.</param>
    void Change(Func<byte[]?, byte[]?> change);
}
