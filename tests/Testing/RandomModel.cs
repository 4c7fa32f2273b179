using LlmGateway.Inference.Gguf;

namespace LlmGateway.Testing;

/// <summary>Writes <c>llama</c> models with random weights that the real library loads: for tests and benchmarks without downloads.</summary>
/// <remarks>The same shape, type and seed give the same file. The text they produce means nothing.</remarks>
public static class RandomModel
{
    /// <summary>Small enough that logits stay finite through any number of layers.</summary>
    private const float Deviation = 0.02f;

    /// <summary>A multiple of every block size, small enough for the cache.</summary>
    private const int ChunkValues = 16 * 1024;

    private const string ChatTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    /// <summary>Writes the smallest useful model: 0.4 million parameters.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="type">F32, F16, Q8_0 or Q4_0.</param>
    /// <param name="seed">Which weights.</param>
    public static void WriteTiny(string path, GgmlType type = GgmlType.Q8_0, int seed = 1) =>
        Write(path, RandomModelShape.Tiny, type, seed);

    /// <summary>Writes a model with 100 million parameters, enough to measure an engine with.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="type">F32, F16, Q8_0 or Q4_0.</param>
    /// <param name="seed">Which weights.</param>
    public static void WriteBench100M(string path, GgmlType type = GgmlType.Q8_0, int seed = 1) =>
        Write(path, RandomModelShape.Bench100M, type, seed);

    /// <summary>Writes a model of any shape; matrices have <paramref name="type"/>, norms are F32 ones, the output is tied.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="type">F32, F16, Q8_0 or Q4_0.</param>
    /// <param name="seed">Which weights.</param>
    /// <param name="change">Last changes to the file before it is written, for instance another key.</param>
    public static void Write(string path, RandomModelShape shape, GgmlType type, int seed, Action<GgufWriter>? change = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        using var writer = new GgufWriter(path);
        SetHyperParameters(writer, shape, type);
        SetVocabulary(writer, new ByteLevelVocabulary(shape.Vocabulary));
        AddTensors(writer, shape, type, seed);
        change?.Invoke(writer);
        writer.Complete();
    }

    private static void SetHyperParameters(GgufWriter writer, RandomModelShape shape, GgmlType type)
    {
        var headSize = (uint)(shape.Width / shape.Heads);
        writer.Set("general.architecture", "llama");
        writer.Set("general.type", "model");
        writer.Set("general.name", "random");

        // llama_ftype: ALL_F32, MOSTLY_F16, MOSTLY_Q4_0, MOSTLY_Q8_0.
        writer.Set("general.file_type", type switch { GgmlType.F32 => 0u, GgmlType.F16 => 1u, GgmlType.Q4_0 => 2u, _ => 7u });
        writer.Set("llama.block_count", (uint)shape.Layers);
        writer.Set("llama.context_length", (uint)shape.Context);
        writer.Set("llama.embedding_length", (uint)shape.Width);
        writer.Set("llama.feed_forward_length", (uint)shape.FeedForward);
        writer.Set("llama.attention.head_count", (uint)shape.Heads);
        writer.Set("llama.attention.head_count_kv", (uint)shape.KvHeads);
        writer.Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        writer.Set("llama.rope.dimension_count", headSize);
        writer.Set("llama.rope.freq_base", 10000f);
        writer.Set("llama.vocab_size", (uint)shape.Vocabulary);
    }

    private static void SetVocabulary(GgufWriter writer, ByteLevelVocabulary vocabulary)
    {
        writer.Set("tokenizer.ggml.model", "gpt2");
        writer.Set("tokenizer.ggml.pre", "qwen2");
        writer.Set("tokenizer.ggml.tokens", vocabulary.Tokens);
        writer.Set("tokenizer.ggml.token_type", vocabulary.Types);
        writer.Set("tokenizer.ggml.merges", vocabulary.Merges);
        writer.Set("tokenizer.ggml.bos_token_id", (uint)vocabulary.EndOfText);
        writer.Set("tokenizer.ggml.eos_token_id", (uint)vocabulary.EndOfText + 2);
        writer.Set("tokenizer.ggml.padding_token_id", (uint)vocabulary.EndOfText);
        writer.Set("tokenizer.ggml.add_bos_token", false);
        writer.Set("tokenizer.chat_template", ChatTemplate);
    }

    private static void AddTensors(GgufWriter writer, RandomModelShape shape, GgmlType type, int seed)
    {
        var tensorSeed = (ulong)seed << 32;
        var (width, inner) = (shape.Width, shape.FeedForward);
        var kvWidth = width / shape.Heads * shape.KvHeads;
        Matrix("token_embd.weight", width, shape.Vocabulary);
        Ones("output_norm.weight", width);
        for (var i = 0; i < shape.Layers; i++)
        {
            Ones($"blk.{i}.attn_norm.weight", width);
            Matrix($"blk.{i}.attn_q.weight", width, width);
            Matrix($"blk.{i}.attn_k.weight", width, kvWidth);
            Matrix($"blk.{i}.attn_v.weight", width, kvWidth);
            Matrix($"blk.{i}.attn_output.weight", width, width);
            Ones($"blk.{i}.ffn_norm.weight", width);
            Matrix($"blk.{i}.ffn_gate.weight", width, inner);
            Matrix($"blk.{i}.ffn_up.weight", width, inner);
            Matrix($"blk.{i}.ffn_down.weight", inner, width);
        }

        void Matrix(string name, long columns, long rows)
        {
            var values = new RandomValues(tensorSeed++);
            writer.AddTensor(name, type, [columns, rows], stream => WriteRandom(stream, values, type, columns * rows));
        }

        void Ones(string name, int length)
        {
            var bytes = new byte[length * sizeof(float)];
            RowQuantizer.Convert([.. Enumerable.Repeat(1f, length)], GgmlType.F32, bytes);
            writer.AddTensor(name, GgmlType.F32, [length], bytes);
        }
    }

    private static void WriteRandom(Stream stream, RandomValues random, GgmlType type, long count)
    {
        var values = new float[ChunkValues];
        var bytes = new byte[type.RowBytes(ChunkValues)];
        for (var left = count; left > 0; left -= ChunkValues)
        {
            var chunk = (int)Math.Min(left, ChunkValues);
            var chunkBytes = (int)type.RowBytes(chunk);
            random.Fill(values.AsSpan(0, chunk), Deviation);
            RowQuantizer.Convert(values.AsSpan(0, chunk), type, bytes.AsSpan(0, chunkBytes));
            stream.Write(bytes, 0, chunkBytes);
        }
    }
}
