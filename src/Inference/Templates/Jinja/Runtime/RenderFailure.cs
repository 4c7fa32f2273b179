namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A runtime error of a template, before its line is known.</summary>
internal sealed class RenderFailure(string message) : Exception(message);
