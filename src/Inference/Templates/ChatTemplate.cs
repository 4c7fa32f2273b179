using LlmGateway.Inference.Templates.Jinja;

namespace LlmGateway.Inference.Templates;

/// <summary>A model's chat template: Jinja as Hugging Face transformers runs it, with the taint of user text kept.</summary>
/// <remarks>Parsed once, immutable and safe to render from many threads. Whatever the template or the input,
/// parsing and rendering end: source, nesting, work and output are bounded (<see cref="TemplateLimits"/>).</remarks>
public sealed class ChatTemplate
{
    private readonly Block _body;

    private ChatTemplate(Block body) => _body = body;

    /// <summary>Parses a template.</summary>
    /// <param name="source">Jinja source as stored in a model's <c>tokenizer.chat_template</c>.</param>
    /// <exception cref="TemplateException">The source is not valid, uses a tag, filter or test that does not
    /// exist here, or nests too deep; the message names the line. As in Jinja, unknown filters and tests inside an
    /// <c>if</c> fail only when they run.</exception>
    public static ChatTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ChatTemplate(Parser.Parse(source));
    }

    /// <summary>Renders a conversation.</summary>
    /// <returns>The prompt, with everything that came from the request tainted.</returns>
    /// <exception cref="TemplateException">The template raised an exception of its own, used a value as it cannot
    /// be used, or went over a limit.</exception>
    public TaintedText Render(ChatTemplateInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Render(context => InputValues.Define(context, input), input.Now);
    }

    internal TaintedText Render(Action<RenderContext> define, DateTimeOffset now)
    {
        var context = new RenderContext(now);
        using var output = new TextBuilder(context);
        context.Output = output;
        try
        {
            define(context);
            _body.Execute(context);
            return output.ToText();
        }
        catch (RenderFailure failure)
        {
            throw new TemplateException(failure.Message, context.Line);
        }
    }
}
