namespace LlmGateway.Grains.Models;

/// <summary>The route table of this silo: pushed by the catalogue, never fetched on a request's path. Thread-safe.</summary>
public sealed class SiloRoutes
{
    private readonly Lock _lock = new();
    private volatile RouteTable _current = RouteTable.Empty;

    /// <summary>Raised after the table was replaced.</summary>
    public event Action? Changed;

    /// <summary>The newest table.</summary>
    public RouteTable Current => _current;

    /// <summary>Whether any model has an upstream.</summary>
    public bool HasUpstreams { get; private set; }

    /// <summary>Takes a table, unless a newer one is known.</summary>
    public void Use(RouteTable routes)
    {
        lock (_lock)
        {
            if (routes.Revision <= _current.Revision)
            {
                return;
            }

            _current = routes;
            HasUpstreams = routes.Models.Values.Any(route => route.Upstreams.Length > 0);
        }

        Changed?.Invoke();
    }

    /// <summary>The route of a model.</summary>
    /// <param name="model">A name, or <c>name@version</c>.</param>
    /// <returns>The route, or null if no such model or version is served.</returns>
    public ModelRoute? Find(string model)
    {
        var at = model.IndexOf('@', StringComparison.Ordinal);
        var route = _current.Models.GetValueOrDefault(at < 0 ? model : model[..at]);
        return at < 0 || route?.Version == model[(at + 1)..] ? route : null;
    }
}
