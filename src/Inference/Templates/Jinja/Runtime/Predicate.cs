namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A test: what stands after <c>is</c>.</summary>
/// <param name="context">The rendering under way.</param>
/// <param name="subject">What stands before <c>is</c>.</param>
/// <param name="arguments">The test's arguments.</param>
internal delegate bool Predicate(RenderContext context, object? subject, Arguments arguments);
