namespace LlmGateway.Silo.Users;

// Identity asks for each property of a user by a method of its own.
internal sealed partial class GatewayUserStore
{
    public Task<string> GetUserIdAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task SetUserNameAsync(GatewayUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException("A user's name in Identity is the id.");

    public Task<string?> GetNormalizedUserNameAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id.ToUpperInvariant());

    public Task SetNormalizedUserNameAsync(GatewayUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.PasswordHash);

    public Task<bool> HasPasswordAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.PasswordHash is not null);

    public Task SetPasswordHashAsync(GatewayUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.Row.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetEmailAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Profile.Email);

    public Task SetEmailAsync(GatewayUser user, string? email, CancellationToken cancellationToken)
    {
        user.Profile.Email = email ?? "";
        return Task.CompletedTask;
    }

    public Task<bool> GetEmailConfirmedAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.EmailConfirmed);

    public Task SetEmailConfirmedAsync(GatewayUser user, bool confirmed, CancellationToken cancellationToken)
    {
        user.Row.EmailConfirmed = confirmed;
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedEmailAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Profile.Email.ToUpperInvariant());

    // The normalised address is kept as its hash alone. Whoever has none is found by nobody's: an id is no address.
    public async Task SetNormalizedEmailAsync(GatewayUser user, string? normalizedEmail, CancellationToken cancellationToken) =>
        user.Row.EmailHash = await emails.OfAsync(string.IsNullOrEmpty(normalizedEmail) ? user.Id : normalizedEmail, cancellationToken);

    public Task<string?> GetSecurityStampAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Row.SecurityStamp);

    public Task SetSecurityStampAsync(GatewayUser user, string stamp, CancellationToken cancellationToken)
    {
        user.Row.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.LockedUntil);

    public Task SetLockoutEndDateAsync(GatewayUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.Row.LockedUntil = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(++user.Row.FailedSignIns);

    public Task ResetAccessFailedCountAsync(GatewayUser user, CancellationToken cancellationToken)
    {
        user.Row.FailedSignIns = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.FailedSignIns);

    public Task<bool> GetLockoutEnabledAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(GatewayUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetTwoFactorEnabledAsync(GatewayUser user, bool enabled, CancellationToken cancellationToken)
    {
        user.Row.TwoFactor = enabled;
        return Task.CompletedTask;
    }

    public Task<bool> GetTwoFactorEnabledAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.TwoFactor);

    public Task SetAuthenticatorKeyAsync(GatewayUser user, string key, CancellationToken cancellationToken)
    {
        user.Profile.AuthenticatorKey = key;
        return Task.CompletedTask;
    }

    public Task<string?> GetAuthenticatorKeyAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Profile.AuthenticatorKey);

    public Task ReplaceCodesAsync(GatewayUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        user.Profile.RecoveryCodes = [.. recoveryCodes.Select(code => HashOf(user, code))];
        return Task.CompletedTask;
    }

    public Task<bool> RedeemCodeAsync(GatewayUser user, string code, CancellationToken cancellationToken)
    {
        var hash = HashOf(user, code);
        var left = user.Profile.RecoveryCodes.Where(known => known != hash).ToArray();
        var redeemed = left.Length < user.Profile.RecoveryCodes.Count;
        user.Profile.RecoveryCodes = left;
        return Task.FromResult(redeemed);
    }

    public Task<int> CountCodesAsync(GatewayUser user, CancellationToken cancellationToken) => Task.FromResult(user.Profile.RecoveryCodes.Count);
}
