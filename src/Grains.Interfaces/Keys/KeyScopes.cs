using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>What keys can open.</summary>
public static class KeyScopes
{
    /// <summary>Chat, completions, embeddings and tokenisation.</summary>
    public const string Inference = "inference";

    /// <summary>Uploaded files and batches.</summary>
    public const string Files = "files";

    /// <summary>Fine-tuning jobs.</summary>
    public const string FineTune = "finetune";

    /// <summary>Applications.</summary>
    public const string Apps = "apps";

    /// <summary>The tenant's usage and costs.</summary>
    public const string UsageRead = "usage:read";

    /// <summary>The list of models.</summary>
    public const string ModelsRead = "models:read";

    /// <summary>The tenant's users and groups, by SCIM: what its directory calls. A key that has it has no other scope, nor has a token it.</summary>
    public const string Scim = "scim";

    /// <summary>Every scope of the data plane: what a key opens by default.</summary>
    public static ImmutableArray<string> All { get; } = [Inference, Files, FineTune, Apps, UsageRead, ModelsRead];
}
