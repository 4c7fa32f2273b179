namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A macro's name and parameters.</summary>
/// <param name="Name">Its name, for errors.</param>
/// <param name="Parameters">Names of the parameters.</param>
/// <param name="Defaults">For each parameter its default, null where it has none.</param>
internal sealed record MacroSignature(string Name, string[] Parameters, Expression?[] Defaults);
