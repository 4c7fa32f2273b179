namespace LlmGateway.Inference.Templates;

/// <summary>Chat templates for models that bring none.</summary>
public static class ChatTemplates
{
    /// <summary>Plain ChatML: <c>&lt;|im_start|&gt;role</c>, the content, <c>&lt;|im_end|&gt;</c>. No tools.</summary>
    public const string ChatMl =
        """
        {%- for message in messages -%}
        {{- '<|im_start|>' + message.role + '\n' + (message.content or '') + '<|im_end|>\n' -}}
        {%- endfor -%}
        {%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}
        """;
}
