using LlmGateway.Storage;

namespace LlmGateway.Silo.Users;

/// <summary>A user as Identity handles one: the stored row and what is sealed in it.</summary>
internal sealed class GatewayUser(UserRow row, UserProfile profile)
{
    /// <summary>The stored row; what is sealed in it is behind until the store writes it.</summary>
    public UserRow Row { get; } = row;

    /// <summary>Who the user is.</summary>
    public UserProfile Profile { get; } = profile;

    /// <summary>What links a new user to an outside issuer; it is stored with them.</summary>
    public UserLinkRow? Link { get; init; }

    public string Id => Row.Id;

    /// <summary>What to call the user.</summary>
    public string DisplayName => Profile.Name is { Length: > 0 } name ? name : Profile.Email is { Length: > 0 } email ? email : Id;
}
