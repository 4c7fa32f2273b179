using LlmGateway.Grains.Silos;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LlmGateway.Silo.OAuth;

/// <summary>A code or refresh token that comes a second time was stolen, now or before: its whole authorization ends, with its session. The server then refuses it.</summary>
internal sealed partial class ReuseHandler(
    IOpenIddictTokenManager tokens, IOpenIddictAuthorizationManager authorizations, TokenSessions sessions, SiloMemories memories, ILogger<ReuseHandler> logger)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseScopedHandler<ReuseHandler>()
        .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context is not { EndpointType: OpenIddictServerEndpointType.Token, TokenId: { } id, AuthorizationId: { } authorizationId }
            || await tokens.FindByIdAsync(id, context.CancellationToken) is not { } token || !await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken))
        {
            return;
        }

        LogReuse(id, authorizationId);
        if (await authorizations.FindByIdAsync(authorizationId, CancellationToken.None) is { } authorization)
        {
            await authorizations.TryRevokeAsync(authorization, CancellationToken.None);
        }

        await tokens.RevokeByAuthorizationIdAsync(authorizationId, CancellationToken.None);
        await memories.ForgetAsync(AccessTokens.AuthorizationMemory, authorizationId);
        await sessions.EndAsync(authorizationId);
    }

    [LoggerMessage(LogLevel.Warning, "The token {TokenId} came a second time; its authorization {AuthorizationId} was revoked")]
    private partial void LogReuse(string tokenId, string authorizationId);
}
