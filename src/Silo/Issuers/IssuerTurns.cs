namespace LlmGateway.Silo.Issuers;

/// <summary>Lets what comes of one user's claims happen one after the other: the newest claims win.</summary>
internal sealed class IssuerTurns : IDisposable
{
    private const int Stripes = 64;
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    /// <param name="id">Whose turn: the id of a link.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Ends the turn when it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(string id, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)id.GetHashCode(StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(cancellationToken);
        return new Turn(stripe);
    }

    public void Dispose() => Array.ForEach(_stripes, stripe => stripe.Dispose());

    private sealed class Turn(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
