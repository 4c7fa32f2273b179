using System.Text.Json;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Tests.Templates;

/// <summary>Renders one-line templates.</summary>
internal static class Rendering
{
    /// <param name="template">Source.</param>
    /// <param name="variables">An object whose properties become variables, tainted like all of a request.</param>
    public static TaintedText Render(string template, object? variables = null) =>
        ChatTemplate.Parse(template).Render(new ChatTemplateInput
        {
            Messages = [],
            Variables = variables is null
                ? null
                : JsonSerializer.SerializeToElement(variables).EnumerateObject().ToDictionary(item => item.Name, item => item.Value),
        });

    public static string ErrorOf(string template, object? variables = null) =>
        Should.Throw<TemplateException>(() => Render(template, variables)).Message;
}
