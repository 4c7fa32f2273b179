using System.Security.Cryptography;
using LlmGateway.Grains.Keys;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Tenants;

[GrainType("tenant")]
internal sealed class TenantGrain(
    [PersistentState("tenant")] IPersistentState<TenantState> state, TenantDirectory tenants, ApiKeyDirectory keys, TimeProvider time) : Grain, ITenantGrain
{
    private string Id => GrainKeys.NameOf(this.GetPrimaryKeyString());

    public async Task<Tenant?> CreateAsync(TenantSettings settings, CancellationToken cancellationToken)
    {
        if (state.State.Tenant is { } existing)
        {
            // The list's row is written after the state: a repeat mends a creation that was cut short in between.
            await tenants.UpsertAsync(TenantRows.ToRow(existing), cancellationToken);
            return null;
        }

        var tenant = new Tenant { Id = Id, Name = settings.Name, Plan = settings.Plan, CreatedAt = time.GetUtcNow() };
        state.State.Tenant = tenant;
        await state.WriteStateAsync(cancellationToken);
        await tenants.UpsertAsync(TenantRows.ToRow(tenant), cancellationToken);
        return tenant;
    }

    public Task<Tenant?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Tenant);

    public async Task<CreatedApiKey?> CreateKeyAsync(ApiKeySettings settings, CancellationToken cancellationToken)
    {
        if (state.State.Tenant is null)
        {
            return null;
        }

        var secret = ApiKeySecret.Create(ApiKeySecret.TenantKind);
        var hash = ApiKeySecret.Hash(secret);
        var key = new ApiKey
        {
            Id = $"key_{RandomNumberGenerator.GetHexString(24, lowercase: true)}",
            TenantId = Id,
            Name = settings.Name,
            Prefix = ApiKeySecret.Prefix(secret),
            Scopes = settings.Scopes,
            Models = settings.Models,
            ExpiresAt = settings.ExpiresAt,
            CreatedAt = time.GetUtcNow(),
        };

        // The key works once the first write is done; if a later one fails, nobody ever learns its secret.
        await GrainFactory.GetGrain<IApiKeyGrain>(hash).RegisterAsync(key, cancellationToken);
        state.State.KeyHashes.Add(key.Id, hash);
        await state.WriteStateAsync(cancellationToken);
        await keys.UpsertAsync(TenantRows.ToRow(key, hash), cancellationToken);
        return new CreatedApiKey(key, secret);
    }

    public async Task<ApiKey?> RevokeKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        if (!state.State.KeyHashes.TryGetValue(keyId, out var hash) || await GrainFactory.GetGrain<IApiKeyGrain>(hash).RevokeAsync(cancellationToken) is not { } key)
        {
            return null;
        }

        await keys.UpsertAsync(TenantRows.ToRow(key, hash), cancellationToken);
        return key;
    }

    public async Task<ApiKey?> GetKeyAsync(string keyId, CancellationToken cancellationToken) =>
        state.State.KeyHashes.TryGetValue(keyId, out var hash) ? await GrainFactory.GetGrain<IApiKeyGrain>(hash).GetAsync(cancellationToken) : null;
}
