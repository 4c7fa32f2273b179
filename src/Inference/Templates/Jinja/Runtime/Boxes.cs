namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Boxed booleans and small integers, so that common values allocate nothing.</summary>
/// <remarks>Values are null (none), <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="TaintedText"/>, <see cref="ListValue"/>, <see cref="DictValue"/>, <see cref="ObjectValue"/>,
/// <see cref="Callable"/> or <see cref="Jinja.Undefined"/>.</remarks>
internal static class Boxes
{
    private const int Smallest = -16;

    private static readonly object s_true = true;
    private static readonly object s_false = false;
    private static readonly object[] s_small = [.. Enumerable.Range(Smallest, 528).Select(number => (object)(long)number)];

    public static object Of(bool value) => value ? s_true : s_false;

    public static object Of(long value) =>
        value >= Smallest && value < Smallest + s_small.Length ? s_small[value - Smallest] : value;
}
