using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmGateway.Grains.Silos;
using LlmGateway.Silo.Auth;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Users in the gateway's database, for Identity. Their name there is their id; they sign in by e-mail.</summary>
internal sealed partial class GatewayUserStore(UserDirectory users, Sealer sealer, EmailHash emails, SiloMemories memories) :
    IUserPasswordStore<GatewayUser>,
    IUserEmailStore<GatewayUser>,
    IUserSecurityStampStore<GatewayUser>,
    IUserLockoutStore<GatewayUser>,
    IUserTwoFactorStore<GatewayUser>,
    IUserAuthenticatorKeyStore<GatewayUser>,
    IUserTwoFactorRecoveryCodeStore<GatewayUser>
{
    private const string Context = "user/profile";

    /// <summary>Whose key seals a user.</summary>
    public static string OwnerOf(string userId) => $"user/{userId}";

    /// <summary>The user of a row; null if the key that seals it was erased.</summary>
    public async Task<GatewayUser?> OpenAsync(UserRow? row, CancellationToken cancellationToken) =>
        row is not null
        && await sealer.OpenAsync(OwnerOf(row.Id), row.Sealed, Context, cancellationToken) is { } json
        && JsonSerializer.Deserialize(json, UsersJson.Default.UserProfile) is { } profile
            ? new GatewayUser(row, profile)
            : null;

    public async Task<IdentityResult> CreateAsync(GatewayUser user, CancellationToken cancellationToken)
    {
        await SealAsync(user, cancellationToken);
        return await users.TryInsertAsync(user.Row, user.Link, cancellationToken) ? IdentityResult.Success : Taken;
    }

    public async Task<IdentityResult> UpdateAsync(GatewayUser user, CancellationToken cancellationToken)
    {
        await SealAsync(user, cancellationToken);
        return await users.TryUpdateAsync(user.Row, cancellationToken) ? IdentityResult.Success
            : await users.FindByEmailHashAsync(user.Row.EmailHash, cancellationToken) is { } other && other.Id != user.Id ? Taken
            : Changed;
    }

    public async Task<IdentityResult> DeleteAsync(GatewayUser user, CancellationToken cancellationToken)
    {
        await sealer.EraseAsync(OwnerOf(user.Id), cancellationToken);
        await memories.ForgetDataKeysAsync(OwnerOf(user.Id));
        await users.DeleteAsync(user.Id, cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<GatewayUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => await OpenAsync(await users.FindAsync(userId, cancellationToken), cancellationToken);

    public Task<GatewayUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByIdAsync(normalizedUserName.ToLowerInvariant(), cancellationToken);

    public async Task<GatewayUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        await OpenAsync(await users.FindByEmailHashAsync(await emails.OfAsync(normalizedEmail, cancellationToken), cancellationToken), cancellationToken);

    public void Dispose()
    {
        // It holds nothing.
    }

    private static IdentityResult Taken { get; } = IdentityResult.Failed(new IdentityErrorDescriber().DuplicateEmail(""));

    private static IdentityResult Changed { get; } = IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());

    private async Task SealAsync(GatewayUser user, CancellationToken cancellationToken) =>
        user.Row.Sealed = await sealer.SealAsync(OwnerOf(user.Id), JsonSerializer.SerializeToUtf8Bytes(user.Profile, UsersJson.Default.UserProfile), Context, cancellationToken);

    // Codes are random: a plain hash is enough, beneath the seal.
    private static string HashOf(GatewayUser user, string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}/{code}")));
}
