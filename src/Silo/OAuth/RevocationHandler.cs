using LlmGateway.Grains.Silos;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LlmGateway.Silo.OAuth;

/// <summary>A revoked access token is forgotten at once, on every silo. With a refresh token its whole authorization ends, and its session.</summary>
internal sealed class RevocationHandler(IOpenIddictTokenManager tokens, IOpenIddictAuthorizationManager authorizations, TokenSessions sessions, SiloMemories memories)
    : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
        .UseScopedHandler<RevocationHandler>()
        .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.IsRejected || context.GenericTokenPrincipal is not { } token)
        {
            return;
        }

        if (token.GetTokenId() is { } id)
        {
            await memories.ForgetAsync(AccessTokens.TokenMemory, id);
        }

        if (token.GetTokenType() == TokenTypeIdentifiers.RefreshToken && token.GetAuthorizationId() is { } authorizationId)
        {
            if (await authorizations.FindByIdAsync(authorizationId, CancellationToken.None) is { } authorization)
            {
                await authorizations.TryRevokeAsync(authorization, CancellationToken.None);
            }

            await tokens.RevokeByAuthorizationIdAsync(authorizationId, CancellationToken.None);
            await memories.ForgetAsync(AccessTokens.AuthorizationMemory, authorizationId);
            await sessions.EndAsync(authorizationId);
        }
    }
}
