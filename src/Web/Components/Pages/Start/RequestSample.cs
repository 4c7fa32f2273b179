namespace LlmGateway.Web.Components.Pages.Start;

/// <summary>A first request in one language.</summary>
/// <param name="Language">The language or tool, as people call it.</param>
/// <param name="Code">The request, ready to be run.</param>
public sealed record RequestSample(string Language, string Code);
