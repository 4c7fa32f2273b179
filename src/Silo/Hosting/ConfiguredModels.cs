using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LlmGateway.Grains.Models;

namespace LlmGateway.Silo.Hosting;

/// <summary>The deployments that the settings ask for.</summary>
internal static partial class ConfiguredModels
{
    private const string BundledFile = "models/gateway-tiny-q8_0.gguf";
    private const string BundledName = "gateway-tiny";

    /// <summary>The model that comes with the program, as <c>--model</c> takes it.</summary>
    public static string Bundled => $"{BundledName}={Path.Combine(AppContext.BaseDirectory, BundledFile)}";

    public static ImmutableArray<ModelDeployment> From(GatewayOptions options) => options.Models.Count == 0
        ? [new ModelDeployment { Name = BundledName, Version = "v1", Path = Path.Combine(AppContext.BaseDirectory, BundledFile) }]
        : [.. options.Models.Select(ToDeployment)];

    /// <summary>The model's name: given, or made of the file's.</summary>
    public static string NameOf(ModelOptions model)
    {
        var name = model.Name ?? NotWord().Replace(Path.GetFileNameWithoutExtension(model.Path), "-");
        return name.Length <= 64 ? name : name[..64];
    }

    private static ModelDeployment ToDeployment(ModelOptions model) => new()
    {
        Name = NameOf(model),
        Version = model.Version,
        Path = Path.GetFullPath(model.Path),
        Replicas = model.Replicas,
        Engine = new EngineSettings
        {
            ContextTokens = model.Context,
            ParallelSequences = model.Parallel,
            Threads = model.Threads,
            GpuLayers = model.GpuLayers,
            KvCacheType = model.KvType,
        },
    };

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotWord();
}
