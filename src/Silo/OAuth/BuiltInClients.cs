using LlmGateway.Storage;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>Makes the client of the gateway's own command line, <c>llmgw-cli</c>, or brings it up to date.</summary>
internal sealed class BuiltInClients(IServiceScopeFactory scopes, GatewayDatabase database, TimeProvider time) : IHostedService
{
    public const string CliId = "llmgw-cli";

    private static readonly OAuthClientShape Cli = new()
    {
        Name = "LlmGateway command line",
        GrantTypes = [GrantTypes.DeviceCode, GrantTypes.RefreshToken, GrantTypes.AuthorizationCode],
        // Any port of this machine.
        RedirectUris = ["http://127.0.0.1/callback", "http://[::1]/callback", "http://localhost/callback"],
        Scopes = GatewayScopes.All,
    };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var turn = await database.LockAsync("oauth-clients", cancellationToken); // Silos that start together would be in each other's way.
        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<OAuthApplicationRow>>();
        if (await clients.FindByClientIdAsync(CliId, cancellationToken) is { } known)
        {
            await Cli.ApplyAsync(clients, known);
            await clients.UpdateAsync(known, cancellationToken);
        }
        else
        {
            OAuthApplicationRow made = new() { Id = CliId, FirstParty = true, CreatedAt = time.GetUtcNow() };
            await Cli.ApplyAsync(clients, made);
            await clients.CreateAsync(made, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
