namespace LlmGateway.Inference.Templates;

/// <summary>A chat template that cannot be parsed, or that failed or refused to render its input.</summary>
/// <remarks>Messages carry the template's line and never the conversation, save what a template itself passes to
/// <c>raise_exception</c>, whose text is the message as it stands.</remarks>
public sealed class TemplateException : Exception
{
    /// <summary>A failure with no known place: what a template raised itself.</summary>
    /// <param name="message">Shown to whoever sent the request.</param>
    public TemplateException(string message)
        : base(message)
    {
    }

    /// <summary>A failure at one line of the template.</summary>
    /// <param name="message">What went wrong; the line is appended.</param>
    /// <param name="line">Line in the template's source, from 1.</param>
    public TemplateException(string message, int line)
        : base($"{message} (line {line} of the chat template)") => Line = line;

    /// <summary>Line in the template's source, from 1; null when the template raised the failure itself.</summary>
    public int? Line { get; }
}
