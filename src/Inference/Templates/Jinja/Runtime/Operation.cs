namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A filter, or a method of a built-in type.</summary>
/// <param name="context">The rendering under way.</param>
/// <param name="subject">What stands before the bar or the dot.</param>
/// <param name="arguments">What stands between the parentheses.</param>
/// <exception cref="RenderFailure">The subject or an argument is not of a type that works.</exception>
internal delegate object? Operation(RenderContext context, object? subject, Arguments arguments);
