using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace LlmGateway.Inference.Native;

/// <summary>The part of llama.cpp's C API that the engine uses (<c>include/llama.h</c>, v0.5.0). C's bool is a byte here.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Import name; <see cref="LlamaLibrary"/> maps it to the file that it found.</summary>
    public const string Llama = "llama";

    /// <summary>Import name of the loader of compute backends.</summary>
    public const string Ggml = "ggml";

    /// <summary>Import name of the tensor library's base.</summary>
    public const string GgmlBase = "ggml-base";

    [LibraryImport(Ggml)]
    public static partial void ggml_backend_load_all_from_path(byte* directory);

    [LibraryImport(Ggml)]
    public static partial nuint ggml_backend_dev_count();

    [LibraryImport(Ggml)]
    public static partial nint ggml_backend_dev_get(nuint index);

    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_dev_name(nint device);

    [LibraryImport(GgmlBase)]
    public static partial void ggml_backend_dev_memory(nint device, nuint* free, nuint* total);

    [LibraryImport(GgmlBase)]
    public static partial int ggml_backend_dev_type(nint device);

    [LibraryImport(Llama)]
    public static partial byte* llama_version();

    [LibraryImport(Llama)]
    public static partial void llama_backend_init();

    [LibraryImport(Llama)]
    public static partial void llama_log_set(delegate* unmanaged<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Llama)]
    public static partial LlamaModelParams llama_model_default_params();

    [LibraryImport(Llama)]
    public static partial LlamaContextParams llama_context_default_params();

    [LibraryImport(Llama)]
    public static partial nint llama_model_load_from_file(byte* path, LlamaModelParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_model_free(nint model);

    [LibraryImport(Llama)]
    public static partial nint llama_init_from_model(nint model, LlamaContextParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_free(nint context);

    [LibraryImport(Llama)]
    public static partial nint llama_get_memory(nint context);

    [LibraryImport(Llama)]
    public static partial nint llama_model_get_vocab(nint model);

    [LibraryImport(Llama)]
    public static partial int llama_model_n_embd_out(nint model);

    [LibraryImport(Llama)]
    public static partial int llama_model_n_swa(nint model);

    [LibraryImport(Llama)]
    public static partial byte llama_model_is_recurrent(nint model);

    [LibraryImport(Llama)]
    public static partial byte llama_model_is_hybrid(nint model);

    [LibraryImport(Llama)]
    public static partial byte llama_model_has_encoder(nint model);

    [LibraryImport(Llama)]
    public static partial byte llama_model_has_decoder(nint model);

    [LibraryImport(Llama)]
    public static partial ulong llama_model_size(nint model);

    [LibraryImport(Llama)]
    public static partial ulong llama_model_n_params(nint model);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_n_tokens(nint vocab);

    [LibraryImport(Llama)]
    public static partial byte llama_vocab_is_eog(nint vocab, int token);

    [LibraryImport(Llama)]
    public static partial byte llama_vocab_get_add_bos(nint vocab);

    [LibraryImport(Llama)]
    public static partial int llama_tokenize(nint vocab, byte* text, int textLength, int* tokens, int maxTokens, byte addSpecial, byte parseSpecial);

    [LibraryImport(Llama)]
    public static partial int llama_token_to_piece(nint vocab, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport(Llama)]
    public static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama)]
    public static partial void llama_memory_seq_cp(nint memory, int source, int target, int from, int to);

    [LibraryImport(Llama)]
    public static partial nuint llama_state_seq_get_size(nint context, int sequence);

    [LibraryImport(Llama)]
    public static partial nuint llama_state_seq_get_data(nint context, byte* target, nuint size, int sequence);

    [LibraryImport(Llama)]
    public static partial nuint llama_state_seq_set_data(nint context, byte* source, nuint size, int sequence);

    [LibraryImport(Llama)]
    public static partial void llama_memory_clear(nint memory, byte data);

    [LibraryImport(Llama)]
    public static partial int llama_decode(nint context, LlamaBatch batch);

    [LibraryImport(Llama)]
    public static partial int llama_encode(nint context, LlamaBatch batch);

    [LibraryImport(Llama)]
    public static partial float* llama_get_logits_ith(nint context, int index);

    [LibraryImport(Llama)]
    public static partial float* llama_get_embeddings_seq(nint context, int sequence);
}
