namespace LlmGateway.Grains.Silos;

/// <summary>Lets every living silo forget something (<see cref="SiloMemory"/>). Thread-safe.</summary>
public sealed class SiloMemories
{
    private readonly SiloBroadcast _silos;

    internal SiloMemories(SiloBroadcast silos) => _silos = silos;

    /// <summary>Returns when no silo remembers it any more, this one included.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="id">Which one.</param>
    /// <param name="cancellationToken">Gives up waiting; silos that were not reached may still act on what they knew.</param>
    public Task ForgetAsync(string kind, string id, CancellationToken cancellationToken = default) =>
        _silos.TellAllAsync(silo => silo.ForgetAsync(kind, id), cancellationToken);
}
