namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>How a statement ends.</summary>
internal enum Flow
{
    Next,

    /// <summary>Leaves the innermost loop.</summary>
    Break,

    /// <summary>Goes on with the innermost loop's next item.</summary>
    Continue,
}
