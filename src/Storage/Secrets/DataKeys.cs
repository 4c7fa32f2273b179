using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>The data keys in the database, each wrapped under a master key.</summary>
/// <remarks>Safe to share, also among silos: every call takes a context of its own, and of two that make the same version one wins.</remarks>
public sealed class DataKeys(IDbContextFactory<GatewayDbContext> contexts, MasterKeys masters, TimeProvider time)
{
    /// <summary>Owner of the gateway's own secrets; no tenant can have this id.</summary>
    public const string Gateway = "$gateway";

    /// <summary>Checks that every key can be opened, and wraps those anew that an earlier master key wraps.</summary>
    /// <returns>How many keys were wrapped anew.</returns>
    /// <exception cref="StorageException">A key is wrapped under a master key that is not there; nothing was changed.</exception>
    public async Task<int> RewrapAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var used = await context.DataKeys.Select(row => row.MasterKeyId).Distinct().ToListAsync(cancellationToken);
        if (used.Find(id => !masters.Has(id)) is { } unknown)
        {
            throw masters.Unknown(unknown);
        }

        if (used.TrueForAll(id => id == masters.NewestId))
        {
            return 0;
        }

        var rows = await context.DataKeys.AsNoTracking().Where(row => row.MasterKeyId != masters.NewestId).OrderBy(row => row.Owner).ThenBy(row => row.Version).ToListAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var row in rows)
        {
            var wrapped = Wrap(row.Owner, row.Version, Unwrap(row).Key);
            // Rows whose key was erased meanwhile stay away.
            await context.DataKeys.Where(key => key.Owner == row.Owner && key.Version == row.Version).ExecuteUpdateAsync(
                update => update.SetProperty(key => key.MasterKeyId, masters.NewestId).SetProperty(key => key.Wrapped, wrapped), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>A secret of 32 bytes that stays the same as long as the owner's first key is there.</summary>
    /// <param name="owner">Whose; such as <see cref="Gateway"/>.</param>
    /// <param name="purpose">What it is for: each purpose has another secret.</param>
    /// <param name="cancellationToken">Stops reading the key.</param>
    public async Task<byte[]> DeriveAsync(string owner, string purpose, CancellationToken cancellationToken = default)
    {
        var newest = await GetNewestAsync(owner, cancellationToken);
        var first = newest.Version == 1 ? newest
            : await FindAsync(owner, 1, cancellationToken) ?? throw new StorageException($"The first data key of '{owner}' is gone, and with it what was derived from it.");
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, first.Key, AesSealing.KeyBytes, info: System.Text.Encoding.UTF8.GetBytes(purpose));
    }

    /// <summary>The version that seals; made with the first call.</summary>
    internal async Task<DataKey> GetNewestAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await NewestAsync(context, owner, cancellationToken) is { } row ? Unwrap(row) : await AddAsync(owner, 1, cancellationToken);
    }

    /// <summary>A version, or null if it was erased or never was.</summary>
    internal async Task<DataKey?> FindAsync(string owner, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DataKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Owner == owner && row.Version == version, cancellationToken) is { } row ? Unwrap(row) : null;
    }

    /// <summary>Makes the next version.</summary>
    internal async Task<DataKey> AddNextAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await NewestAsync(context, owner, cancellationToken);
        return await AddAsync(owner, (newest?.Version ?? 0) + 1, cancellationToken);
    }

    /// <summary>Deletes all versions.</summary>
    internal async Task<int> DeleteAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DataKeys.Where(row => row.Owner == owner).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<DataKeyRow?> NewestAsync(GatewayDbContext context, string owner, CancellationToken cancellationToken) =>
        context.DataKeys.AsNoTracking().Where(row => row.Owner == owner).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);

    private async Task<DataKey> AddAsync(string owner, int version, CancellationToken cancellationToken)
    {
        var key = new DataKey(owner, version, RandomNumberGenerator.GetBytes(AesSealing.KeyBytes));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(new DataKeyRow
        {
            Owner = owner,
            Version = version,
            MasterKeyId = masters.NewestId,
            Wrapped = Wrap(owner, version, key.Key),
            CreatedAt = time.GetUtcNow(),
        });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return key;
        }
        catch (DbUpdateException)
        {
            // Another one made this version first: it is theirs that counts. Any other failure is thrown.
            if (await FindAsync(owner, version, cancellationToken) is { } theirs)
            {
                return theirs;
            }

            throw;
        }
    }

    private byte[] Wrap(string owner, int version, byte[] key) => masters.Wrap(key, Context(owner, version));

    private DataKey Unwrap(DataKeyRow row) => new(row.Owner, row.Version, masters.Unwrap(row.MasterKeyId, row.Wrapped, Context(row.Owner, row.Version)));

    private static string Context(string owner, int version) => $"data-key/{owner}/{version}";
}
