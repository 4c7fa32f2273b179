namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Refuses numbers that llama.cpp only asserts, at load or at the first decode.</summary>
internal static class HyperParameterChecks
{
    /// <summary>LLAMA_MAX_EXPERTS.</summary>
    private const uint MaxExperts = 1024;

    private const uint MaxHeads = 4096;

    public static void Check(HyperParameters model, ProblemList problems)
    {
        CheckHeads(model, problems);
        CheckQueryWidth(model, problems);
        CheckExperts(model, problems);
        CheckRope(model, problems);
        CheckSections(model, problems);
        CheckWindow(model, problems);
        CheckNorms(model, problems);

        foreach (var (suffix, least) in ArchitectureFacts.LeastValuesOf(model.Architecture))
        {
            problems.Require(
                model.Keys.UInt32(suffix) is { } number && number >= least, $"'{model.Keys.Key(suffix)}' must be at least {least}.");
        }

        // llama_pooling_type; anything else is an assertion when the graph is built.
        if (model.Keys.UInt32("pooling_type") is { } pooling && pooling > 4)
        {
            problems.Add($"'{model.Keys.Key("pooling_type")}' is {pooling}; 0 to 4 are known.");
        }

        if (model.Keys.UInt32("nextn_predict_layers") is { } next && next > 0 && next >= model.Layers)
        {
            problems.Add($"'{model.Keys.Key("nextn_predict_layers")}' is {next} of {model.Layers} layers.");
        }
    }

    private static void CheckHeads(HyperParameters model, ProblemList problems)
    {
        var keys = model.Keys;
        for (var i = 0; i < model.Layers; i++)
        {
            var (heads, kvHeads) = (model.Heads[i], model.KvHeads[i]);
            var fault = heads > MaxHeads ? $"has {heads} heads; at most {MaxHeads} are possible"
                : kvHeads > heads ? $"has {kvHeads} key-value heads but only {heads} heads"
                : kvHeads > 0 && heads % kvHeads != 0 ? $"has {heads} heads, not a multiple of its {kvHeads} key-value heads"
                : ArchitectureFacts.HasStandardBlocks(model.Architecture) && kvHeads == 0 ? "has no attention heads"
                : null;
            if (fault is not null)
            {
                problems.Add($"layer {i} {fault} ('{keys.Key("attention.head_count")}', '{keys.Key("attention.head_count_kv")}').");
                return;
            }
        }

        if (model.Heads.Length == 0 || model.Heads.Max() == 0)
        {
            return;
        }

        problems.Require(
            keys.Has("attention.key_length") || model.Heads[0] == 0 || model.Embedding % model.Heads[0] == 0,
            $"'{keys.Key("embedding_length")}' {model.Embedding} is not a multiple of the {model.Heads[0]} heads.");
        problems.Require(
            model.KeyLength is > 0 and <= HyperParameters.MaxWidth && model.ValueLength is > 0 and <= HyperParameters.MaxWidth,
            $"the heads have {model.KeyLength} key and {model.ValueLength} value dimensions; 1 to {HyperParameters.MaxWidth} are possible.");
        problems.Require(
            model.KeyLength == model.ValueLength || !ArchitectureFacts.HasEqualHeadSizes(model.Architecture),
            $"the heads have {model.KeyLength} key and {model.ValueLength} value dimensions; {model.Architecture} needs them equal.");
    }

    /// <summary>Some builders reshape the queries by head size although they were loaded by embedding length.</summary>
    private static void CheckQueryWidth(HyperParameters model, ProblemList problems)
    {
        if (ArchitectureFacts.HasQueryOfEmbeddingLength(model.Architecture)
            && model.Heads.FirstOrDefault(heads => heads * (ulong)model.KeyLength != model.Embedding) is > 0 and var wrong)
        {
            problems.Add($"{wrong} heads of {model.KeyLength} dimensions are not '{model.Keys.Key("embedding_length")}' {model.Embedding} wide.");
        }
    }

    private static void CheckExperts(HyperParameters model, ProblemList problems)
    {
        var keys = model.Keys;
        var used = model.Layers > 0 ? keys.PerLayer("expert_used_count", model.Layers)?.Max() ?? 0 : 0;
        var groups = keys.UInt32("expert_group_count") ?? 0;
        var groupsUsed = keys.UInt32("expert_group_used_count") ?? 0;
        var experts = model.Experts;
        var fault = experts > MaxExperts ? $"there are {experts} experts; at most {MaxExperts} are possible"
            : used > experts ? $"{used} of {experts} experts are used"
            : experts > 0 && used == 0 ? $"none of {experts} experts is used"
            : experts == 0 && groups > 0 ? $"there are {groups} expert groups but no experts"
            : experts > 0 && groups >= experts ? $"there are {groups} groups of {experts} experts"
            : experts == 0 && ArchitectureFacts.NeedsExperts(model.Architecture) ? $"{model.Architecture} needs experts and has none"
            : groups > 1 && experts % groups != 0 ? $"{experts} experts do not divide into {groups} groups"
            : groups > 1 && (groupsUsed == 0 || groupsUsed >= groups) ? $"{groupsUsed} of {groups} expert groups are used"
            : null;
        if (fault is not null)
        {
            problems.Add($"{fault} ('{keys.Key("expert_count")}', '{keys.Key("expert_used_count")}', '{keys.Key("expert_group_count")}').");
        }
    }

    private static void CheckRope(HyperParameters model, ProblemList problems)
    {
        var keys = model.Keys;
        foreach (var suffix in (string[])["rope.freq_base", "rope.freq_base_swa"])
        {
            CheckFloat(keys, suffix, number => number > 0, "a positive number", problems);
        }

        // 0 means "not scaled" to llama.cpp, and writers use it.
        foreach (var suffix in (string[])["rope.scaling.factor", "rope.scale_linear", "rope.scaling.attn_factor"])
        {
            CheckFloat(keys, suffix, number => number >= 0, "a number not below 0", problems);
        }

        var scaling = keys.Text("rope.scaling.type");
        problems.Require(
            scaling is null or "none" or "linear" or "yarn" or "longrope",
            $"'{keys.Key("rope.scaling.type")}' is '{scaling}'; none, linear, yarn or longrope are known.");
        problems.Require(
            model.Rotary % 2 == 0 && (model.Rotary <= model.KeyLength || model.KeyLength == 0),
            $"'{keys.Key("rope.dimension_count")}' is {model.Rotary}; an even number up to the head size {model.KeyLength} is expected.");
        problems.Require(
            model.Rotary == model.KeyLength || !ArchitectureFacts.RotatesWholeHeads(model.Architecture),
            $"'{keys.Key("rope.dimension_count")}' is {model.Rotary}; {model.Architecture} rotates whole heads of {model.KeyLength}.");
    }

    private static void CheckSections(HyperParameters model, ProblemList problems)
    {
        const string Suffix = "rope.dimension_sections";
        var sections = model.Keys.UInt32OrArray(Suffix);
        var isUsable = sections is { Length: 1 or 4 } && sections.Take(3).Any(s => s > 0) && sections.All(s => s <= model.KeyLength);
        problems.Require(
            isUsable || (sections is null && !ArchitectureFacts.NeedsRotarySections(model.Architecture)),
            $"'{model.Keys.Key(Suffix)}' must give 4 sections of the head size {model.KeyLength}, not all of them 0.");
    }

    /// <summary>A sliding window that no layer uses is an assertion in <c>create_memory</c>.</summary>
    private static void CheckWindow(HyperParameters model, ProblemList problems)
    {
        const string Suffix = "attention.sliding_window_pattern";
        if (model.Keys.UInt32OrArray(Suffix) is { } pattern && model.Keys.UInt32("attention.sliding_window") is > 0)
        {
            problems.Require(
                pattern.Length == 1 ? pattern[0] != 1 : pattern.Any(layer => layer != 0),
                $"'{model.Keys.Key(Suffix)}' gives the sliding window to no layer.");
        }
    }

    private static void CheckNorms(HyperParameters model, ProblemList problems)
    {
        foreach (var suffix in (string[])["attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon", "attention.group_norm_epsilon"])
        {
            CheckFloat(model.Keys, suffix, epsilon => epsilon is > 0 and < 1, "a small positive number", problems);
        }
    }

    private static void CheckFloat(ArchitectureKeys keys, string suffix, Predicate<float> isPossible, string expected, ProblemList problems)
    {
        if (keys.Float(suffix) is { } number && !(float.IsFinite(number) && isPossible(number)))
        {
            problems.Add($"'{keys.Key(suffix)}' is {number}; {expected} is expected.");
        }
    }
}
