using System.Collections.Frozen;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Shapes and types of the tensors that llama, Qwen, Gemma and Phi models have in common.</summary>
/// <remarks>Source: <c>load_arch_tensors</c> of these architectures. Tensors not listed are llama.cpp's own to check.</remarks>
internal static class StandardTensorChecks
{
    public static void Check(FrozenDictionary<string, GgufTensor> tensors, HyperParameters model, long vocabularySize, ProblemList problems)
    {
        long width = model.Embedding;
        Require("token_embd.weight", [width, vocabularySize], isRequired: true);
        Require("output.weight", [width, vocabularySize]);
        Require("output_norm.weight", [width], isRequired: true);
        Require("rope_freqs.weight", [model.Rotary / 2]);
        for (var i = 0; i < model.Layers; i++)
        {
            CheckAttention(i);
            CheckFeedForward(i);
        }

        void CheckAttention(int i)
        {
            var query = ArchitectureFacts.HasQueryOfEmbeddingLength(model.Architecture) ? width : (long)model.Heads[i] * model.KeyLength;
            var key = (long)model.KvHeads[i] * model.KeyLength;
            var value = (long)model.KvHeads[i] * model.ValueLength;
            var isFused = tensors.ContainsKey($"blk.{i}.attn_qkv.weight");
            Require($"blk.{i}.attn_norm.weight", [width], isRequired: true);
            Require($"blk.{i}.attn_qkv.weight", [width, query + key + value]);
            Require($"blk.{i}.attn_q.weight", [width, query], !isFused);
            Require($"blk.{i}.attn_k.weight", [width, key], !isFused);
            Require($"blk.{i}.attn_v.weight", [width, value], !isFused);
            Require($"blk.{i}.attn_output.weight", [query, width], isRequired: true);
            Require($"blk.{i}.attn_q.bias", [query]);
            Require($"blk.{i}.attn_k.bias", [key]);
            Require($"blk.{i}.attn_v.bias", [value]);
            Require($"blk.{i}.attn_q_norm.weight", [model.KeyLength]);
            Require($"blk.{i}.attn_k_norm.weight", [model.KeyLength]);
        }

        void CheckFeedForward(int i)
        {
            Require($"blk.{i}.ffn_norm.weight", [width], isRequired: true);
            if (i >= model.FeedForward.Length)
            {
                return;
            }

            long inner = model.FeedForward[i];
            var isDense = model.Experts == 0;
            var up = ArchitectureFacts.HasFusedGate(model.Architecture) ? 2 * inner : inner;
            Require($"blk.{i}.ffn_gate.weight", [width, inner], isDense && !ArchitectureFacts.HasFusedGate(model.Architecture));
            Require($"blk.{i}.ffn_up.weight", [width, up], isDense);
            Require($"blk.{i}.ffn_down.weight", [inner, width], isDense);
            Require($"blk.{i}.ffn_gate_inp.weight", [width, model.Experts], !isDense);
            Require($"blk.{i}.ffn_gate_exps.weight", [width, inner, model.Experts]);
            Require($"blk.{i}.ffn_up_exps.weight", [width, inner, model.Experts], !isDense);
            Require($"blk.{i}.ffn_down_exps.weight", [inner, width, model.Experts], !isDense);
        }

        void Require(string name, long[] shape, bool isRequired = false)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                problems.Require(!isRequired, $"tensor '{name}' is missing.");
                return;
            }

            for (var d = 0; d < GgufTensorParser.MaxDimensions; d++)
            {
                if (tensor.Dimension(d) != (d < shape.Length ? shape[d] : 1))
                {
                    problems.Add($"tensor '{name}' is {tensor.Shape}; the metadata says [{string.Join(", ", shape)}].");
                    break;
                }
            }

            // Vectors are added and multiplied in place, which the graph does in F32 only.
            problems.Require(
                shape.Length == 1 ? tensor.Type == GgmlType.F32 : tensor.Type.IsWeight(),
                $"tensor '{name}' has the type {tensor.Type}; {(shape.Length == 1 ? "F32" : "a weight type")} is expected.");
        }
    }
}
