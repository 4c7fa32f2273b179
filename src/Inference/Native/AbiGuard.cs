using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Refuses a llama.cpp whose structs differ from this binding's: calling it would corrupt memory silently.</summary>
internal static unsafe class AbiGuard
{
    /// <summary>The release of llama.cpp that this binding is written for.</summary>
    public const string Release = "v0.5.0";

    private const int Probe = 512;
    private const byte Untouched = 0xA5;

    /// <summary>Compares release, struct sizes and default values.</summary>
    /// <param name="library">The loaded library.</param>
    /// <exception cref="InferenceException">Something differs; the message names all of it.</exception>
    public static void Check(nint library)
    {
        var version = NativeText.FromUtf8(NativeMethods.llama_version());
        if (!version.StartsWith(Release[1..], StringComparison.Ordinal))
        {
            throw Unusable($"it is version {version}");
        }

        var differences = Differences(library);
        if (differences.Count > 0)
        {
            throw Unusable(string.Join("; ", differences));
        }
    }

    private static List<string> Differences(nint library)
    {
        List<string> found = [];
        void Expect<T>(string name, T actual, T expected)
        {
            if (!EqualityComparer<T>.Default.Equals(actual, expected))
            {
                found.Add($"{name} is {actual}, expected {expected}");
            }
        }

        // Elsewhere the hidden pointer to a returned struct travels in a register that C# can't name.
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            Expect("size of llama_context_params", BytesWritten(library, "llama_context_default_params"), sizeof(LlamaContextParams));
            // The last two bytes of the 80 are padding that the compiler leaves alone.
            Expect("size of llama_model_params", BytesWritten(library, "llama_model_default_params"), sizeof(LlamaModelParams) - 2);
        }

        var model = NativeMethods.llama_model_default_params();
        Expect("model.n_gpu_layers", model.GpuLayers, -1);
        Expect("model.split_mode", model.SplitMode, 1);
        Expect("model.load_mode", model.LoadMode, -1);
        Expect("model.main_gpu", model.MainGpu, 0);
        Expect("model.kv_overrides", model.KvOverrides, 0);
        Expect("model.vocab_only", model.VocabOnly, (byte)0);
        Expect("model.use_extra_bufts", model.UseExtraBufts, (byte)1);
        Expect("model.no_alloc", model.NoAlloc, (byte)0);

        var context = NativeMethods.llama_context_default_params();
        Expect("context.n_ctx", context.ContextSize, 512u);
        Expect("context.n_batch", context.BatchSize, 2048u);
        Expect("context.n_ubatch", context.MicroBatchSize, 512u);
        Expect("context.n_seq_max", context.MaxSequences, 1u);
        Expect("context.n_outputs_max_per_seq", context.MaxOutputsPerSequence, 1u);
        Expect("context.rope_scaling_type", context.RopeScalingType, -1);
        Expect("context.pooling_type", context.PoolingType, -1);
        Expect("context.attention_type", context.AttentionType, -1);
        Expect("context.flash_attn_type", context.FlashAttention, -1);
        Expect("context.yarn_beta_slow", context.YarnBetaSlow, -1f);
        Expect("context.defrag_thold", context.DefragThreshold, -1f);
        Expect("context.type_k", context.KeyType, 1);
        Expect("context.type_v", context.ValueType, 1);
        Expect("context.offload_kqv", context.OffloadKqv, (byte)1);
        Expect("context.no_perf", context.NoPerf, (byte)1);
        Expect("context.swa_full", context.SwaFull, (byte)1);
        Expect("context.kv_unified", context.UnifiedKv, (byte)0);
        Expect("context.ctx_other", context.OtherContext, 0);
        return found;
    }

    // The x64 calling conventions return a large struct through a pointer passed as the first argument:
    // handing over a marked buffer shows how many bytes the library believes the struct to have.
    private static int BytesWritten(nint library, string name)
    {
        var function = (delegate* unmanaged<byte*, byte*>)NativeLibrary.GetExport(library, name);
        var buffer = stackalloc byte[Probe];
        new Span<byte>(buffer, Probe).Fill(Untouched);
        _ = function(buffer);
        return new ReadOnlySpan<byte>(buffer, Probe).LastIndexOfAnyExcept(Untouched) + 1;
    }

    private static InferenceException Unusable(string why) => new(
        InferenceErrorCode.LibraryUnusable,
        $"The llama.cpp library does not match {Release}, for which this program was built: {why}. Install the pinned npm package, or point LLMGW_LLAMA_PATH at a build of {Release}.");
}
