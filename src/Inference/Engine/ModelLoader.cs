using LlmGateway.Inference.Gguf;
using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Native;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Engine;

/// <summary>From a path to a running engine: header checks first, so that native code never sees what it would abort on.</summary>
internal static class ModelLoader
{
    /// <exception cref="InferenceException">The library or the file is unusable, or memory is short.</exception>
    public static LoadedModel Load(EngineOptions options, EngineLog? log, TimeProvider time)
    {
        var (file, header) = ReadHeader(options.ModelPath);
        LlamaLibrary.EnsureLoaded();
        var device = ComputeDevice.Choose(options.GpuLayers);
        var plan = EnginePlanner.Plan(options, file, header, device);
        var template = ParseTemplate(header, options.ModelPath);

        var model = LlamaModelHandle.Load(options.ModelPath, plan.GpuLayers);
        var vocabulary = new Vocabulary(model);
        var prompts = new PromptReader(
            vocabulary, template, header.ControlTokens, header.BosToken, header.EosToken, plan.ContextTokens, time);
        var accounts = OpenAccounts(options, log, time);
        var thread = new EngineThread(
            () => new GenerationContext(model, plan, vocabulary.Size),
            () => new EmbeddingContext(model, plan, header.PoolingType is > 0),
            vocabulary,
            plan,
            accounts);
        return new LoadedModel(Describe(header, options, plan, model, vocabulary, device), model, vocabulary, prompts, thread, accounts);
    }

    private static EngineAccounts OpenAccounts(EngineOptions options, EngineLog? log, TimeProvider time)
    {
        var name = options.Name ?? Path.GetFileNameWithoutExtension(options.ModelPath);
        return new EngineAccounts(options.JournalFolder is { } folder ? new JournalWriter(folder, name, time, log) : null, name, time);
    }

    private static (GgufFile File, ModelHeader Header) ReadHeader(string path)
    {
        try
        {
            var file = GgufFile.Read(path);
            return (file, ModelHeader.From(file));
        }
        catch (GgufException e)
        {
            throw new InferenceException(InferenceErrorCode.ModelUnusable, $"{path} can't be served: {e.Message}", e);
        }
    }

    private static ChatTemplate ParseTemplate(ModelHeader header, string path)
    {
        try
        {
            return ChatTemplate.Parse(header.ChatTemplate ?? ChatTemplates.ChatMl);
        }
        catch (TemplateException e)
        {
            throw new InferenceException(InferenceErrorCode.ModelUnusable, $"{path} can't be served: its chat template is not understood: {e.Message}", e);
        }
    }

    private static ModelDescription Describe(
        ModelHeader header, EngineOptions options, EnginePlan plan, LlamaModelHandle model, Vocabulary vocabulary, ComputeDevice device) => new()
        {
            Name = header.Name is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(options.ModelPath),
            Architecture = header.Architecture,
            Parameters = (long)NativeMethods.llama_model_n_params(model.DangerousGetHandle()),
            ContextTokens = plan.ContextTokens,
            CacheTokens = plan.CacheTokens,
            ParallelSequences = plan.ParallelSequences,
            Threads = plan.Threads,
            VocabularySize = vocabulary.Size,
            EmbeddingLength = NativeMethods.llama_model_n_embd_out(model.DangerousGetHandle()),
            WeightBytes = (long)NativeMethods.llama_model_size(model.DangerousGetHandle()),
            CacheBytes = EnginePlanner.CacheBytes(header, plan.CacheTokens, plan.KvCacheType),
            Device = device.Name,
        };
}
