using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>The rule for passwords wherever Identity sets one.</summary>
internal sealed class PasswordRule : IPasswordValidator<GatewayUser>
{
    public Task<IdentityResult> ValidateAsync(UserManager<GatewayUser> manager, GatewayUser user, string? password) => Task.FromResult(
        UserRules.CheckPassword(password, user.Profile.Email) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = problem })
            : IdentityResult.Success);
}
