using System.Security.Cryptography;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Silos;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Tenants;

[GrainType("tenant")]
internal sealed class TenantGrain(
    [PersistentState("tenant")] IPersistentState<TenantState> state, SiloBroadcast silos, TenantDirectory tenants, TimeProvider time) : Grain, ITenantGrain
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

        var tenant = new Tenant { Id = Id, Name = settings.Name, Plan = settings.Plan, Policy = settings.Policy, CreatedAt = time.GetUtcNow() };
        await SaveAsync(tenant, cancellationToken);
        await tenants.UpsertAsync(TenantRows.ToRow(tenant), cancellationToken);
        return tenant;
    }

    public Task<Tenant?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Tenant);

    public async Task<Tenant?> ChangeAsync(TenantChange change, CancellationToken cancellationToken)
    {
        if (state.State.Tenant is not { } tenant)
        {
            return null;
        }

        if (tenant.Status != TenantStatus.Deleted)
        {
            tenant = change.ApplyTo(tenant);
            await SaveAsync(tenant, cancellationToken);
        }

        // Also where nothing changed: an earlier call may have been cut short after it had stored the change.
        var ended = tenant.Status != TenantStatus.Active;
        await silos.TellAllAsync(silo => silo.ForgetTenantAsync(Id, ended), cancellationToken);
        await tenants.UpsertAsync(TenantRows.ToRow(tenant), cancellationToken);
        return tenant;
    }

    public async Task<CreatedApiKey?> CreateKeyAsync(ApiKeySettings settings, CancellationToken cancellationToken)
    {
        if (state.State.Tenant is null or { Status: TenantStatus.Deleted })
        {
            return null;
        }

        var id = $"key_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        return await GrainFactory.GetApiKey(id).CreateAsync(Id, settings, cancellationToken);
    }

    private async Task SaveAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var before = state.State.Tenant;
        state.State.Tenant = tenant;
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            state.State.Tenant = before; // What was not stored must not be told.
            throw;
        }
    }
}
