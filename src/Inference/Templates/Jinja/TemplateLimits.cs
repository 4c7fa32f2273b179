namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Bounds that keep a hostile template or conversation from hanging or killing the process.</summary>
internal static class TemplateLimits
{
    /// <summary>Longest template source, in UTF-16 units.</summary>
    public const int SourceLength = 1 << 20;

    /// <summary>Longest text that a template may produce, as a whole or as one value, in UTF-16 units.</summary>
    public const int TextLength = 8 << 20;

    /// <summary>Work of one rendering: statements, calls, items, and one per <see cref="CharactersPerStep"/> of text
    /// read or written. Well under a second.</summary>
    public const long Steps = 4_000_000;

    /// <summary>Units of text that count as one step.</summary>
    public const int CharactersPerStep = 32;

    /// <summary>Items of a list or mapping that count as one step where it is only looked through.</summary>
    public const int ItemsPerStep = 8;

    /// <summary>Items of one <c>range()</c>; the bound of Jinja's own sandbox.</summary>
    public const int RangeItems = 100_000;

    /// <summary>Depth of one expression's tree.</summary>
    public const int ExpressionDepth = 128;

    /// <summary>Statements within statements.</summary>
    public const int StatementDepth = 48;

    /// <summary>Macro calls within macro calls.</summary>
    public const int CallDepth = 64;

    /// <summary>Lists and mappings within each other, where they are printed, compared or read from JSON.</summary>
    public const int ValueDepth = 128;
}
