using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Engine;

/// <summary>The parts of a model that was loaded and whose engine thread is starting.</summary>
internal sealed record LoadedModel(
    ModelDescription Description, LlamaModelHandle Model, Vocabulary Vocabulary, PromptReader Prompts, EngineThread Thread, EngineAccounts Accounts);
