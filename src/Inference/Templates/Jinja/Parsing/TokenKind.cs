namespace LlmGateway.Inference.Templates.Jinja;

internal enum TokenKind
{
    /// <summary>Text outside tags.</summary>
    Data,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary><c>{{</c></summary>
    VariableBegin,

    /// <summary><c>}}</c></summary>
    VariableEnd,

    Name,
    String,
    Integer,
    Float,
    Operator,

    /// <summary>End of the source.</summary>
    End,
}
