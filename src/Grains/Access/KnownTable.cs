using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LlmGateway.Grains.Access;

/// <summary>A table with what was read from it for each subject; another version is another object.</summary>
internal sealed class KnownTable
{
    private const int MaxSubjects = 10_000;
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>> _builtIn;
    private readonly ConcurrentDictionary<string, SubjectAccess> _subjects = new(StringComparer.Ordinal);

    public KnownTable(AccessTable table, ImmutableSortedDictionary<string, ImmutableArray<string>> builtIn)
    {
        (Table, _builtIn) = (table, builtIn);
        Grants = new TenantGrants(this);
    }

    public AccessTable Table { get; }

    public TenantGrants Grants { get; }

    /// <summary>What a subject may do by this table.</summary>
    public SubjectAccess Of(string subject)
    {
        if (_subjects.TryGetValue(subject, out var known))
        {
            return known;
        }

        if (_subjects.Count >= MaxSubjects)
        {
            _subjects.Clear();
        }

        return _subjects.GetOrAdd(subject, Read(subject));
    }

    private SubjectAccess Read(string subject)
    {
        if (!Table.Has(subject))
        {
            return SubjectAccess.None;
        }

        var roles = Table.RolesOf(subject);
        return new SubjectAccess(
            true, roles, Table.Allowed(roles, _builtIn).ToFrozenSet(StringComparer.Ordinal), [.. Table.Groups.Values.Where(group => group.Members.Contains(subject)).Select(group => group.Id)]);
    }
}
