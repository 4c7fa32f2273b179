using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Methods of mappings.</summary>
internal static class DictMethods
{
    public static FrozenDictionary<string, Operation> All { get; } = new Dictionary<string, Operation>
    {
        ["items"] = (_, subject, _) => new ListValue(((DictValue)subject!).Pairs()),
        ["keys"] = (_, subject, _) => new ListValue(((DictValue)subject!).Keys()),
        ["values"] = (_, subject, _) => new ListValue([.. ((DictValue)subject!).Items.Values]),
        ["get"] = (_, subject, arguments) =>
            ((DictValue)subject!).TryGet(arguments.Require(0, "key"), out var value) ? value : arguments.Get(1, "default"),
        ["copy"] = (_, subject, _) => Copy((DictValue)subject!),
        ["pop"] = Pop,
        ["update"] = (_, subject, arguments) => Update((DictValue)subject!, arguments),
        ["setdefault"] = SetDefault,
    }.ToFrozenDictionary();

    private static DictValue Copy(DictValue dict)
    {
        var copy = new DictValue(dict.Count);
        foreach (var (key, value) in dict.Items)
        {
            copy.Set(key, value);
        }

        return copy;
    }

    private static object? Pop(RenderContext context, object? subject, Arguments arguments)
    {
        var dict = (DictValue)subject!;
        var key = arguments.Require(0, "key");
        if (dict.TryGet(key, out var value))
        {
            dict.Items.Remove(key!);
            return value;
        }

        return arguments.TryGet(1, "default", out var fallback) ? fallback : throw new RenderFailure("pop() of a key that is not there");
    }

    /// <summary>Adds the items of a mapping, the first argument, and then the named arguments.</summary>
    /// <returns>None.</returns>
    /// <exception cref="RenderFailure">The first argument is no mapping.</exception>
    public static object? Update(DictValue dict, Arguments arguments)
    {
        if (arguments.Count > 0)
        {
            var other = arguments[0] as DictValue ?? throw new RenderFailure("update() and dict() take a mapping");
            foreach (var (key, value) in Copy(other).Items)
            {
                dict.Set(key, value);
            }
        }

        for (var index = 0; index < arguments.Names.Length; index++)
        {
            dict.Set(TaintedText.FromTemplate(arguments.Names[index]), arguments.Named(index));
        }

        return null;
    }

    private static object? SetDefault(RenderContext context, object? subject, Arguments arguments)
    {
        var dict = (DictValue)subject!;
        var key = arguments.Require(0, "key");
        if (!dict.TryGet(key, out var value))
        {
            dict.Set(key, value = arguments.Get(1, "default"));
        }

        return value;
    }
}
