using System.CommandLine;

namespace LlmGateway.Silo.Hosting;

/// <summary>The command line, as settings.</summary>
/// <param name="Settings">Keys and values that override all other sources.</param>
internal sealed record SiloArguments(IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Reads the arguments. Help, version and mistakes are answered on the console.</summary>
    /// <returns>The arguments, or null with the exit code when the program should end.</returns>
    public static SiloArguments? Parse(string[] args, out int exitCode)
    {
        Option<string> urls = new("--urls") { Description = "Addresses to listen on, separated by semicolons. Default: http://127.0.0.1:8080", HelpName = "URLS" };
        Option<string> data = new("--data") { Description = "Data directory: database, keys, logs. Default: ./data (LLMGW_DATA)", HelpName = "DIR" };
        Option<string[]> models = new("--model") { Description = "GGUF file to serve in place of the bundled model, as PATH or NAME=PATH; may be repeated", HelpName = "[NAME=]PATH" };
        Option<int?> context = new("--context") { Description = "Longest prompt plus answer of these models, in tokens" };
        Option<int?> parallel = new("--parallel") { Description = "Sequences that each replica computes together" };
        Option<int?> threads = new("--threads") { Description = "Compute threads of each replica" };
        Option<int?> gpuLayers = new("--gpu-layers") { Description = "Layers on the GPU; -1 for all" };
        Option<string> kvType = new("--kv-type") { Description = "Type of the cached keys and values: f16, f32 or q8_0" };
        Option<int?> siloPort = new("--silo-port") { Description = "Port between silos. Default: 11111" };
        Option<int?> gatewayPort = new("--gateway-port") { Description = "Port for Orleans clients. Default: 30000" };
        Option<string> advertised = new("--advertised-ip") { Description = "In a cluster: IP address under which other silos reach this one. Default: this machine's, towards the database", HelpName = "IP" };
        Option<string> certificates = new("--make-cluster-certificates") { Description = "Make an authority and certificates for silos and Orleans clients in this folder, and end", HelpName = "DIR" };
        Option<string[]> set = new("--set") { Description = "Any other setting, for instance --set LLMGW:Replicas:Isolation=InProcess; may be repeated", HelpName = "KEY=VALUE" };
        RootCommand command = new("LlmGateway: a multi-tenant LLM gateway that owns its models.") { urls, data, models, context, parallel, threads, gpuLayers, kvType, siloPort, gatewayPort, advertised, certificates, set };

        Dictionary<string, string?> settings = [];
        List<string> mistakes = [];
        var proceed = false;
        command.SetAction(result =>
        {
            Put(settings, "urls", result.GetValue(urls));
            Put(settings, "LLMGW_DATA", result.GetValue(data));
            Put(settings, "LLMGW:SiloPort", result.GetValue(siloPort));
            Put(settings, "LLMGW:GatewayPort", result.GetValue(gatewayPort));
            Put(settings, "LLMGW:Cluster:AdvertisedAddress", result.GetValue(advertised));
            var paths = result.GetValue(models) is { Length: > 0 } given ? given : [ConfiguredModels.Bundled];
            var bounded = new Option[] { models, context, parallel, threads, gpuLayers, kvType }.Any(option => result.GetResult(option) is { Implicit: false });
            for (var i = 0; bounded && i < paths.Length; i++)
            {
                AddModel(settings, i, paths[i]);
                Put(settings, $"LLMGW:Models:{i}:Context", result.GetValue(context));
                Put(settings, $"LLMGW:Models:{i}:Parallel", result.GetValue(parallel));
                Put(settings, $"LLMGW:Models:{i}:Threads", result.GetValue(threads));
                Put(settings, $"LLMGW:Models:{i}:GpuLayers", result.GetValue(gpuLayers));
                Put(settings, $"LLMGW:Models:{i}:KvType", result.GetValue(kvType));
            }

            foreach (var setting in result.GetValue(set) ?? [])
            {
                var equals = setting.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0)
                {
                    mistakes.Add($"--set takes KEY=VALUE, not '{setting}'.");
                    continue;
                }

                settings[setting[..equals]] = setting[(equals + 1)..];
            }

            proceed = mistakes.Count == 0;
            if (proceed && result.GetValue(certificates) is { } folder)
            {
                proceed = false;
                return MakeCertificates(folder);
            }

            return 0;
        });

        var parsed = command.Parse(args);
        mistakes.AddRange(parsed.Errors.Select(error => error.Message));
        exitCode = mistakes.Count == 0 ? parsed.Invoke() : 1;
        if (mistakes.Count > 0)
        {
            Console.Error.WriteLine($"{string.Join(' ', mistakes)} Run with --help to see all options.");
            exitCode = 1;
        }

        return proceed && exitCode == 0 ? new SiloArguments(settings) : null;
    }

    private static int MakeCertificates(string folder)
    {
        try
        {
            ClusterAuthority.Make(folder, TimeProvider.System);
            Console.WriteLine($"Made certificates in {folder}. Give each silo silo.pem, silo.key and ca.pem (LLMGW__Cluster__Tls__CertificatePath, KeyPath, AuthorityPath), Orleans clients client.pem, client.key and ca.pem. Keep ca.key to yourself.");
            return 0;
        }
        catch (StartupException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void AddModel(Dictionary<string, string?> settings, int index, string model)
    {
        var equals = model.IndexOf('=', StringComparison.Ordinal);
        Put(settings, $"LLMGW:Models:{index}:Name", equals > 0 ? model[..equals] : null);
        Put(settings, $"LLMGW:Models:{index}:Path", model[(equals + 1)..]);
    }

    private static void Put<T>(Dictionary<string, string?> settings, string key, T? value)
    {
        if (value is not null)
        {
            settings[key] = value.ToString();
        }
    }
}
