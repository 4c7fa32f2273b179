namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's equality of keys: text by content whatever its taint, numbers by value whatever their type.</summary>
internal sealed class KeyComparer : IEqualityComparer<object>
{
    public static KeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y)
    {
        if (x is TaintedText first)
        {
            return y is TaintedText second && first.Text == second.Text;
        }

        return x is not null && y is not null && y is not TaintedText && Number(x).Equals(Number(y));
    }

    public int GetHashCode(object obj) => obj is TaintedText text ? text.Text.GetHashCode() : Number(obj).GetHashCode();

    private static double Number(object key) => key switch
    {
        bool flag => flag ? 1 : 0,
        long integer => integer,
        double number => number,
        _ => throw new RenderFailure($"'{Values.TypeName(key)}' cannot be a key"),
    };
}
