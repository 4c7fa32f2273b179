namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Tells language models from the other things GGUF files hold.</summary>
internal static class FileKindChecks
{
    private const string TypeKey = "general.type";

    /// <summary>Notes why a file is no language model.</summary>
    /// <returns>The architecture; empty when the file names none, which is noted.</returns>
    public static string Check(GgufFile file, ProblemList problems)
    {
        var kind = file.Metadata.TryGetString(TypeKey, out var text) ? text : "model";
        var reason = kind switch
        {
            "model" => null,
            "adapter" => "is a LoRA adapter; attach it to its base model instead.",
            "mmproj" => "is a multimodal projector; it accompanies a model and is not one.",
            "imatrix" => "is an importance matrix for quantisation, not a model.",
            "vocab" => "holds only a vocabulary.",
            _ => "is not a model.",
        };
        if (reason is not null)
        {
            problems.Add($"'{TypeKey}' is '{kind}': the file {reason}");
        }

        if (file.Architecture is not { Length: > 0 } architecture)
        {
            problems.Add("'general.architecture' is missing or not a string.");
            return "";
        }

        // llama.cpp knows this name only to quantise such files and aborts when it is loaded.
        problems.Require(architecture != "clip", "'general.architecture' is 'clip': the file is a multimodal projector, not a language model.");
        return architecture;
    }
}
