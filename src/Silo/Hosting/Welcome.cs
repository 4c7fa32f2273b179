using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LlmGateway.Silo.Hosting;

/// <summary>Says on the console where the silo listens, where its keys are, and what becomes of its models.</summary>
internal sealed class Welcome(IServer server, IHostApplicationLifetime lifetime, SiloRoutes routes, DataDirectory data, ServerCertificate certificate, IConfiguration configuration) : IHostedService
{
    private readonly HashSet<string> _told = [];
    private readonly Lock _lock = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Show);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        routes.Changed -= ShowModels;
        return Task.CompletedTask;
    }

    private void Show()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        var model = routes.Current.Models.Keys.Order(StringComparer.Ordinal).FirstOrDefault() ?? "gateway-tiny";
        var adminKey = configuration["LLMGW_ADMIN_KEY"] is { Length: > 0 } ? "as set in LLMGW_ADMIN_KEY" : data.AdminKeyFile;
        var selfMade = certificate.DevelopmentFile is { } file
            ? $"{Environment.NewLine}  HTTPS      with a certificate for this machine alone, {file}; trust it with curl --cacert {file}"
            : "";
        var apiKey = File.Exists(data.DefaultKeyFile) ? data.DefaultKeyFile : "data/default.key of the silo that was started first";
        var key = File.Exists(data.DefaultKeyFile) ? $"$(cat {data.DefaultKeyFile})" : "…";
        var trust = certificate.DevelopmentFile is { } pem && address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? $"--cacert {pem} " : "";
        Console.WriteLine(
            $$"""

            LlmGateway listens on {{address}}  (dashboard: {{address}}/  API reference: {{address}}/docs)
              API key    {{apiKey}}
              admin key  {{adminKey}}{{selfMade}}

              curl {{trust}}{{address}}/v1/chat/completions -H "Authorization: Bearer {{key}}" \
                -H "Content-Type: application/json" \
                -d '{"model":"{{model}}","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'

            """);
        routes.Changed += ShowModels;
        ShowModels();
    }

    private void ShowModels()
    {
        lock (_lock)
        {
            foreach (var route in routes.Current.Models.Values)
            {
                foreach (var replica in route.Replicas.Where(replica => replica.State is ReplicaState.Ready or ReplicaState.Failed))
                {
                    var line = replica.State == ReplicaState.Ready
                        ? $"Model {route.FullName} is ready on {replica.Model!.Device}: {replica.Model.ContextTokens} tokens of context, {replica.Model.ParallelSequences} requests at a time."
                        : $"Model {route.FullName} can't be served: {replica.Error}";
                    if (_told.Add($"{replica.Id} {line}"))
                    {
                        Console.WriteLine(line);
                    }
                }
            }
        }
    }
}
