using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>An error as OpenAI's clients read it; all four members are always there.</summary>
/// <param name="Message">What is wrong and what to change.</param>
/// <param name="Type">Its kind, for instance <c>invalid_request_error</c>.</param>
/// <param name="Param">The parameter at fault, if it is one.</param>
/// <param name="Code">The reason as a word, if there is one.</param>
public sealed record ApiError(string Message, string Type, string? Param, string? Code);

/// <summary>The body of an error answer, and of an error event in a stream.</summary>
/// <param name="Error">The error.</param>
public sealed record ApiErrorBody([property: JsonPropertyName("error")] ApiError Error);
