using System.Collections.Frozen;
using System.Globalization;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Compares the tensor table with the layout llama.cpp expects and with the hyper-parameters.</summary>
internal static class TensorChecks
{
    /// <summary>TENSOR_ALIGNMENT: mapped tensors are used where they lie.</summary>
    private const uint RequiredAlignment = 32;

    private const string TokenEmbedding = "token_embd.weight";

    public static void Check(GgufFile file, HyperParameters model, Vocabulary vocabulary, ProblemList problems)
    {
        CheckLayout(file, problems);
        CheckBlocks(file, model, problems);
        var tensors = file.Tensors.ToFrozenDictionary(tensor => tensor.Name);
        CheckEmbedding(tensors, model, vocabulary, problems);
        if (ArchitectureFacts.HasStandardBlocks(model.Architecture) && model.Layers > 0)
        {
            // Without a vocabulary only the metadata tells how many tokens there are.
            long size = vocabulary.Tokens is { } tokens ? tokens.Count : model.Keys.UInt32("vocab_size") ?? 0;
            StandardTensorChecks.Check(tensors, model, size, problems);
        }
    }

    /// <summary>Tensors follow each other without gaps, in the order of the table.</summary>
    private static void CheckLayout(GgufFile file, ProblemList problems)
    {
        problems.Require(file.Tensors.Length > 0, "the file has no tensors.");
        problems.Require(
            file.Alignment % RequiredAlignment == 0,
            $"'general.alignment' is {file.Alignment}; a multiple of {RequiredAlignment} is needed to map the file.");
        Int128 expected = 0;
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Offset != expected)
            {
                problems.Add($"tensor '{tensor.Name}' has offset {tensor.Offset}; {expected} is expected: " +
                    (tensor.Offset % file.Alignment != 0 ? "it is not aligned."
                        : tensor.Offset < expected ? "it overlaps the tensor before it."
                        : "there is a gap before it."));
                return;
            }

            expected = (expected + tensor.ByteCount + file.Alignment - 1) / file.Alignment * file.Alignment;
        }
    }

    /// <summary>Blocks blk.0 to blk.N-1 exist and no others.</summary>
    private static void CheckBlocks(GgufFile file, HyperParameters model, ProblemList problems)
    {
        if (model.Layers == 0)
        {
            return;
        }

        var present = new HashSet<int>();
        foreach (var tensor in file.Tensors)
        {
            if (BlockOf(tensor.Name) is { } block)
            {
                present.Add(block);
            }
        }

        var count = model.Layers;
        problems.Require(
            present.All(block => block < count),
            $"'{model.Keys.Key("block_count")}' is {count}, but the file has tensors of block {present.DefaultIfEmpty().Max()}.");
        if (ArchitectureFacts.NamesEveryBlock(model.Architecture))
        {
            var missing = Enumerable.Range(0, count).Where(block => !present.Contains(block)).ToArray();
            problems.Require(
                missing.Length == 0,
                $"'{model.Keys.Key("block_count")}' is {count}, but the file has no tensors of block {missing.FirstOrDefault()}.");
        }
    }

    private static void CheckEmbedding(
        FrozenDictionary<string, GgufTensor> tensors, HyperParameters model, Vocabulary vocabulary, ProblemList problems)
    {
        if (!tensors.TryGetValue(TokenEmbedding, out var embedding) || vocabulary.Kind == TokenizerKind.None)
        {
            return;
        }

        problems.Require(embedding.Type.IsWeight(), $"'{TokenEmbedding}' has the type {embedding.Type}, which is no weight type.");
        problems.Require(
            vocabulary.Tokens is null || embedding.Dimension(1) == vocabulary.Tokens.Count || model.Architecture is "eagle3" or "dflash",
            $"'{TokenEmbedding}' has {embedding.Dimension(1)} rows for {vocabulary.Tokens?.Count} tokens.");
        problems.Require(
            model.Embedding == 0 || embedding.Dimension(0) == model.Embedding || model.Architecture is "wavtokenizer-dec",
            $"'{TokenEmbedding}' has {embedding.Dimension(0)} columns, '{model.Keys.Key("embedding_length")}' is {model.Embedding}.");
    }

    /// <summary>The N of a name that starts with blk.N. and null for other names.</summary>
    public static int? BlockOf(string name)
    {
        if (!name.StartsWith("blk.", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name.AsSpan(4);
        var dot = rest.IndexOf('.');
        return dot > 0 && int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var block) ? block : null;
    }
}
