namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Methods of the built-in types.</summary>
internal static class Methods
{
    /// <summary>The method of a value's type with a name; null when there is none.</summary>
    public static Operation? Find(object? value, string name) => value switch
    {
        TaintedText => StringMethods.All.GetValueOrDefault(name),
        DictValue => DictMethods.All.GetValueOrDefault(name),
        ListValue => ListMethods.All.GetValueOrDefault(name),
        _ => null,
    };
}
