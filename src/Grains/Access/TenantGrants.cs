namespace LlmGateway.Grains.Access;

/// <summary>Who may have which things of one tenant, until its table changes.</summary>
public sealed class TenantGrants
{
    private readonly KnownTable _known;

    internal TenantGrants(KnownTable known) => _known = known;

    /// <summary>Whether a thing may be had: by everybody, unless grants name who may.</summary>
    /// <param name="kind">Kind of the thing, such as <c>model</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="level">How much of it.</param>
    /// <param name="subject">Who asks: a user, client or key.</param>
    public bool Allow(string kind, string name, GrantLevel level, string subject) =>
        _known.Table.Grants.Count == 0 || !_known.Table.Grants.TryGetValue($"{kind}/{name}", out var grants)
        || grants.Any(grant => grant.Level >= level && _known.Of(subject).Is(grant.Grantee, subject));
}
