namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>The value of what does not exist: prints nothing, is false and empty, and fails where it is used further.</summary>
/// <param name="reason">What was missing, for the error that its use raises.</param>
internal sealed class Undefined(string reason)
{
    /// <summary>An item that a list or mapping lacks.</summary>
    public static Undefined Item { get; } = new("the value has no such item");

    /// <summary>An attribute whose name was computed.</summary>
    public static Undefined Attribute { get; } = new("the value has no such attribute");

    public static Undefined Variable(string name) => new($"'{name}' is undefined");

    public static Undefined Member(string name) => new($"the value has no attribute '{name}'");

    public RenderFailure Fail() => new(reason);
}
