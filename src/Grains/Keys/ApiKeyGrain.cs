using System.Collections.Immutable;
using LlmGateway.Grains.Silos;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Keys;

// It asks no tenant: tenants call it, and two grains that wait for each other would wait for ever.
[GrainType("api-key")]
internal sealed class ApiKeyGrain(
    [PersistentState("key")] IPersistentState<ApiKeyState> state, SiloBroadcast silos, ApiKeyDirectory keys, TimeProvider time) : Grain, IApiKeyGrain
{
    private const int MaxSecrets = 2;

    private string Id => GrainKeys.NameOf(this.GetPrimaryKeyString());

    public async Task<CreatedApiKey> CreateAsync(string tenantId, ApiKeySettings settings, CancellationToken cancellationToken)
    {
        if (state.State.Key is not null)
        {
            throw new InvalidOperationException($"There is a key {Id} already.");
        }

        var key = new ApiKey
        {
            Id = Id,
            TenantId = tenantId,
            Name = settings.Name,
            Prefix = "",
            Scopes = settings.Scopes,
            Models = settings.Models,
            ExpiresAt = settings.ExpiresAt,
            CreatedAt = time.GetUtcNow(),
        };
        var created = await AddSecretAsync(key, [], cancellationToken);
        await WriteRowAsync(cancellationToken);
        return created;
    }

    public Task<ApiKey?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Key);

    public Task<OpenedApiKey?> OpenAsync(string hash, CancellationToken cancellationToken)
    {
        if (state.State.Key is not { } key)
        {
            return Task.FromResult<OpenedApiKey?>(null); // Its creation broke off before the key was stored.
        }

        // A secret that is no longer here was replaced twice: it ended with the second time at the latest.
        var secret = state.State.Secrets.FirstOrDefault(secret => secret.Hash == hash);
        return Task.FromResult<OpenedApiKey?>(new OpenedApiKey(key, secret is null ? key.RotatedAt ?? key.CreatedAt : secret.EndsAt));
    }

    public async Task<ApiKey?> ChangeAsync(ApiKeyChange change, CancellationToken cancellationToken)
    {
        if (state.State.Key is not { RevokedAt: null } key)
        {
            return null;
        }

        await state.SaveAsync(state.State with { Key = change.ApplyTo(key) }, cancellationToken);
        await TellAsync(false, state.State.Secrets, cancellationToken);
        await WriteRowAsync(cancellationToken);
        return state.State.Key;
    }

    public async Task<CreatedApiKey?> RotateAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        if (state.State.Key is not { RevokedAt: null } key)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var before = state.State.Secrets;
        var created = await AddSecretAsync(key with { RotatedAt = now }, [before[0] with { EndsAt = now + grace }], cancellationToken);
        await TellAsync(false, before, cancellationToken);
        await WriteRowAsync(cancellationToken);
        return created;
    }

    public async Task<ApiKey?> RevokeAsync(CancellationToken cancellationToken)
    {
        if (state.State.Key is not { } key)
        {
            return null;
        }

        // Stored first: a silo that asks from now on hears of it. Told again on a repeat, since an earlier call may have been cut short.
        await state.SaveAsync(state.State with { Key = key with { RevokedAt = key.RevokedAt ?? time.GetUtcNow() } }, cancellationToken);
        await TellAsync(true, state.State.Secrets, cancellationToken);
        await WriteRowAsync(cancellationToken);
        return state.State.Key;
    }

    private async Task<CreatedApiKey> AddSecretAsync(ApiKey key, ImmutableArray<LiveSecret> older, CancellationToken cancellationToken)
    {
        var secret = ApiKeySecret.Create(ApiKeySecret.TenantKind);
        var hash = ApiKeySecret.Hash(secret);
        key = key with { Prefix = ApiKeySecret.Prefix(secret) };

        // Whose the secret is comes first: if the key is not stored after it, nobody ever learns this secret.
        await GrainFactory.GetGrain<IKeySecretGrain>(hash).RegisterAsync(new KeyOwner(key.Id, key.TenantId), cancellationToken);
        await state.SaveAsync(new ApiKeyState { Key = key, Secrets = [new LiveSecret(hash, null), .. older.Take(MaxSecrets - 1)] }, cancellationToken);
        return new CreatedApiKey(key, secret);
    }

    // Last, after every silo was told: a list that is behind harms nobody.
    private Task WriteRowAsync(CancellationToken cancellationToken) =>
        keys.UpsertAsync(ApiKeyRows.ToRow(state.State.Key!, state.State.Secrets[0].Hash), cancellationToken);

    private Task TellAsync(bool revoked, ImmutableArray<LiveSecret> secrets, CancellationToken cancellationToken)
    {
        ImmutableArray<string> hashes = [.. secrets.Select(secret => secret.Hash)];
        return silos.TellAllAsync(silo => silo.ForgetKeyAsync(Id, hashes, revoked), cancellationToken);
    }
}
