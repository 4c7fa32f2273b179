namespace LlmGateway.Inference;

/// <summary>Receives the lines that llama.cpp and worker processes print. Called from any thread; must not throw.</summary>
/// <param name="level">How serious it is.</param>
/// <param name="line">The line; it holds no prompt and no answer.</param>
/// <remarks>A delegate instead of a logging package: the worker program is this library and nothing else.</remarks>
public delegate void EngineLog(EngineLogLevel level, string line);
