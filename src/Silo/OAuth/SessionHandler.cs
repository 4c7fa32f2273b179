using LlmGateway.Silo.Auth;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LlmGateway.Silo.OAuth;

/// <summary>Tokens of a session that has ended tell nothing any more. Refreshing looks itself.</summary>
internal sealed class SessionHandler(TokenSessions sessions) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseSingletonHandler<SessionHandler>()
        .SetOrder(OpenIddictServerHandlers.Protection.ValidateAuthorizationEntry.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context is { EndpointType: OpenIddictServerEndpointType.UserInfo or OpenIddictServerEndpointType.Introspection, Principal: { } token }
            && token.GetClaim(Claims.Subject) is { } user && token.GetClaim(GatewayClaims.Session) is { } session && !await sessions.LivesAsync(user, session))
        {
            context.Reject(Errors.InvalidToken, "The session of this token has ended.");
        }
    }
}
