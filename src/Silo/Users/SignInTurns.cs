namespace LlmGateway.Silo.Users;

/// <summary>Lets the sign-ins of one user happen one after the other, so that each failure counts, and bounds how many passwords are hashed at once.</summary>
internal sealed class SignInTurns : IDisposable
{
    private const int Stripes = 64;
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <param name="email">Whose turn; in any case.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Ends the turn when it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(string email, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)email.ToUpperInvariant().GetHashCode(StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            await _hashing.WaitAsync(cancellationToken);
        }
        catch
        {
            stripe.Release();
            throw;
        }

        return new Turn(stripe, _hashing);
    }

    public void Dispose()
    {
        _hashing.Dispose();
        foreach (var stripe in _stripes)
        {
            stripe.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim stripe, SemaphoreSlim hashing) : IDisposable
    {
        public void Dispose()
        {
            hashing.Release();
            stripe.Release();
        }
    }
}
