using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Every test by name.</summary>
internal static class Tests
{
    public static FrozenDictionary<string, Predicate> All { get; } = new Dictionary<string, Predicate>
    {
        ["defined"] = (_, subject, _) => subject is not Undefined,
        ["undefined"] = (_, subject, _) => subject is Undefined,
        ["none"] = (_, subject, _) => subject is null,
        ["string"] = (_, subject, _) => subject is TaintedText,
        ["number"] = (_, subject, _) => subject is long or double or bool,
        ["integer"] = (_, subject, _) => subject is long,
        ["float"] = (_, subject, _) => subject is double,
        ["boolean"] = (_, subject, _) => subject is bool,
        ["true"] = (_, subject, _) => subject is true,
        ["false"] = (_, subject, _) => subject is false,
        ["mapping"] = (_, subject, _) => subject is DictValue,
        ["iterable"] = (_, subject, _) => subject is ListValue or DictValue or TaintedText or Undefined,
        ["sequence"] = (_, subject, _) => subject is ListValue or DictValue or TaintedText or Undefined,
        ["callable"] = (_, subject, _) => subject is Callable or Undefined,
        ["odd"] = (_, subject, _) => Remainder(subject, 2) == 1,
        ["even"] = (_, subject, _) => Remainder(subject, 2) == 0,
        ["divisibleby"] = (_, subject, arguments) => Remainder(subject, Values.Integer(arguments.Require(0, "num"))) == 0,
        ["upper"] = (context, subject, _) => TextCase.IsUpper(Printer.ToText(context, subject)),
        ["lower"] = (context, subject, _) => TextCase.IsLower(Printer.ToText(context, subject)),
        ["in"] = (context, subject, arguments) => Comparison.Contains(context, arguments.Require(0, "seq"), subject),
        ["sameas"] = (_, subject, arguments) => IsSame(subject, arguments.Require(0, "other")),
        ["filter"] = (_, subject, _) => subject is TaintedText name && Filters.All.ContainsKey(name.Text),
        ["test"] = (_, subject, _) => subject is TaintedText name && All!.ContainsKey(name.Text),
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["=="] = Equal,
        ["ne"] = NotEqual,
        ["!="] = NotEqual,
        ["lt"] = (context, subject, arguments) => Order(context, subject, arguments) < 0,
        ["lessthan"] = (context, subject, arguments) => Order(context, subject, arguments) < 0,
        ["<"] = (context, subject, arguments) => Order(context, subject, arguments) < 0,
        ["le"] = (context, subject, arguments) => Order(context, subject, arguments) <= 0,
        ["<="] = (context, subject, arguments) => Order(context, subject, arguments) <= 0,
        ["gt"] = (context, subject, arguments) => Order(context, subject, arguments) > 0,
        ["greaterthan"] = (context, subject, arguments) => Order(context, subject, arguments) > 0,
        [">"] = (context, subject, arguments) => Order(context, subject, arguments) > 0,
        ["ge"] = (context, subject, arguments) => Order(context, subject, arguments) >= 0,
        [">="] = (context, subject, arguments) => Order(context, subject, arguments) >= 0,
    }.ToFrozenDictionary();

    /// <exception cref="RenderFailure">There is none of that name.</exception>
    public static Predicate Find(string name) =>
        All.TryGetValue(name, out var test) ? test : throw Missing(name);

    public static RenderFailure Missing(string name) => new($"No test named '{name}'");

    private static bool Equal(RenderContext context, object? subject, Arguments arguments) =>
        Comparison.AreEqual(context, subject, arguments.Require(0, "other"));

    private static bool NotEqual(RenderContext context, object? subject, Arguments arguments) =>
        !Equal(context, subject, arguments);

    private static int Order(RenderContext context, object? subject, Arguments arguments) =>
        Comparison.Order(context, subject, arguments.Require(0, "other"));

    private static long Remainder(object? subject, long divisor) =>
        divisor == 0 ? throw new RenderFailure("division by zero")
        : divisor == -1 ? 0
        : Math.Abs(Values.Integer(subject) % divisor);

    // Small integers, booleans and none are one object each in Python; texts are the same only as the same value.
    private static bool IsSame(object? left, object? right) => (left, right) switch
    {
        (bool a, bool b) => a == b,
        (long a, long b) => a == b,
        _ => ReferenceEquals(left, right),
    };
}
