using System.Text.Json.Serialization;
using LlmGateway.Grains.Users;
using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/users</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateUserBody
{
    /// <summary>The address that the user signs in with.</summary>
    public required string Email { get; init; }

    /// <summary>What to call the user.</summary>
    public string? Name { get; init; }

    /// <summary>12 characters or more; without it, the answer has a link with which the user sets one.</summary>
    public string? Password { get; init; }
}

/// <summary>Body of <c>PATCH /admin/v1/users/{id}</c>: what is left out stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeUserBody
{
    /// <summary>What to call the user.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the user is let in; false ends all sessions.</summary>
    public bool? Active { get; init; }

    /// <summary>A new password, which ends all sessions.</summary>
    public string? Password { get; init; }
}

/// <summary>Whom an outside issuer knows a user as.</summary>
/// <param name="Issuer">The issuer's address.</param>
/// <param name="Subject">Its id of the user.</param>
public sealed record UserIdentityView(string Issuer, string Subject);

/// <summary>A user. <c>ProvisionedBy</c> is the tenant whose directory made the account, and may change and delete it.</summary>
public record UserView(
    string Id,
    string Object,
    string? Email,
    string? Name,
    bool Active,
    bool EmailConfirmed,
    bool TwoFactor,
    DateTimeOffset? LockedUntil,
    string? ExternalId,
    string? ProvisionedBy,
    IReadOnlyList<UserIdentityView> Identities,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSignInAt)
{
    internal static UserView From(GatewayUser user) => new(
        user.Id,
        "user",
        user.Profile.Email is { Length: > 0 } email ? email : null,
        user.Profile.Name,
        user.Row.Active,
        user.Row.EmailConfirmed,
        user.Row.TwoFactor,
        user.Row.LockedUntil,
        user.Row.ExternalId,
        user.Row.ProvisionedBy,
        [.. user.Profile.Identities.Select(identity => new UserIdentityView(identity.Issuer, identity.Subject))],
        user.Row.CreatedAt,
        user.Row.LastSignInAt);
}

/// <summary>A new user.</summary>
public sealed record CreatedUserView : UserView
{
    internal CreatedUserView(UserView view, string? setupUrl)
        : base(view) => SetupUrl = setupUrl;

    /// <summary>Where the user sets a password within a day, once; null if one was given.</summary>
    [JsonPropertyOrder(1)] // The audit trail knows what was made by the id that an answer begins with.
    public string? SetupUrl { get; }
}

/// <summary>A user who is no more.</summary>
public sealed record DeletedUserView(string Id, string Object, bool Deleted);

/// <summary>A place where a user is signed in.</summary>
public sealed record UserSessionView(string Id, string Object, string Client, string? ClientId, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset EndsAt)
{
    internal static UserSessionView From(UserSession session) =>
        new(session.Id, "session", session.Client, session.ClientId, session.StartedAt, session.LastUsedAt, session.EndsAt);
}
