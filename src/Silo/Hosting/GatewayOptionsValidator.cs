using System.Text.RegularExpressions;
using LlmGateway.Silo.Issuers;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>Checks models and issuers of the settings and reports everything that is wrong at once.</summary>
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> errors = [];
        for (var i = 0; i < options.Models.Count; i++)
        {
            Check(options.Models[i], $"LLMGW:Models:{i}", errors);
        }

        if (options.PublicUrl is { } url && !IsPublicUrl(url))
        {
            errors.Add($"LLMGW:PublicUrl '{url}' must be an address like https://llm.example.com, without a path; http is for loopback addresses only.");
        }

        foreach (var twice in options.Models.GroupBy(ConfiguredModels.NameOf).Where(models => models.Count() > 1))
        {
            errors.Add($"LLMGW:Models names '{twice.Key}' {twice.Count()} times; give each model a Name of its own (--model name=path).");
        }

        IssuerRules.Check(options.Issuers, options.PublicUrl, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsPublicUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static void Check(ModelOptions model, string where, List<string> errors)
    {
        void Expect(bool condition, string setting, string rule)
        {
            if (!condition)
            {
                errors.Add($"{where}:{setting} {rule}.");
            }
        }

        Expect(!string.IsNullOrWhiteSpace(model.Path), "Path", "is missing: name a GGUF file");
        Expect(model.Name is null || Word().IsMatch(model.Name), "Name", $"'{model.Name}' must be 1 to 64 letters, digits, dots, hyphens and underscores");
        Expect(Word().IsMatch(model.Version), "Version", $"'{model.Version}' must be 1 to 64 letters, digits, dots, hyphens and underscores");
        Expect(model.Replicas is >= 1 and <= 64, "Replicas", $"must be from 1 to 64, not {model.Replicas}");
        Expect(model.Context is null or >= 16, "Context", $"must be at least 16, not {model.Context}");
        Expect(model.Parallel is null or (>= 1 and <= 256), "Parallel", $"must be from 1 to 256, not {model.Parallel}");
        Expect(model.Threads is null or (>= 1 and <= 1024), "Threads", $"must be from 1 to 1024, not {model.Threads}");
        Expect(model.GpuLayers is null or >= -1, "GpuLayers", $"must be at least -1, not {model.GpuLayers}");
        Expect(model.KvType is null or "f16" or "f32" or "q8_0", "KvType", $"must be f16, f32 or q8_0, not {model.KvType}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Word();
}
