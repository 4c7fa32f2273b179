namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>What Python's <c>str.strip()</c> takes for whitespace.</summary>
internal static class PythonWhitespace
{
    public static bool Contains(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';
}
