using System.Runtime.CompilerServices;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>One rendering under way: output, variables and what is left of its limits.</summary>
internal sealed class RenderContext(DateTimeOffset now)
{
    private readonly Dictionary<string, object?> _variables = [];
    private long _steps = TemplateLimits.Steps;
    private int _depth;

    /// <summary>What <c>strftime_now</c> formats.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Where text goes now: the result, or the body that a macro or block captures.</summary>
    public TextBuilder Output { get; set; } = null!;

    public Scope Scope { get; set; } = new(null);

    /// <summary>Line of the statement that runs, for errors.</summary>
    public int Line { get; set; } = 1;

    /// <summary>Defines a variable that the template gets from outside.</summary>
    public void Define(string name, object? value) => _variables[name] = value;

    public bool TryGetVariable(string name, out object? value)
    {
        for (var scope = Scope; scope is not null; scope = scope.Parent)
        {
            if (scope.TryGet(name, out value))
            {
                return true;
            }
        }

        if (_variables.TryGetValue(name, out value))
        {
            return true;
        }

        var found = Functions.All.TryGetValue(name, out var function);
        value = function;
        return found;
    }

    /// <summary>Takes work from the budget.</summary>
    /// <exception cref="RenderFailure">The budget is spent.</exception>
    public void Spend(long steps)
    {
        _steps -= steps;
        if (_steps < 0)
        {
            throw new RenderFailure("Rendering takes too many steps");
        }
    }

    public void SpendText(long characters) => Spend(characters / TemplateLimits.CharactersPerStep);

    /// <summary>Takes the cost of reading a value once.</summary>
    public void SpendOn(object? value)
    {
        switch (value)
        {
            case TaintedText text:
                SpendText(text.Length);
                break;
            case ListValue list:
                Spend(list.Count / TemplateLimits.ItemsPerStep);
                break;
            case DictValue dict:
                Spend(dict.Count / TemplateLimits.ItemsPerStep);
                break;
        }
    }

    /// <summary>Runs a body in a scope of its own and returns what it writes.</summary>
    /// <exception cref="RenderFailure">Too many bodies run within each other.</exception>
    public TaintedText Capture(Block body, Scope scope)
    {
        if (++_depth > TemplateLimits.CallDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RenderFailure("Macros call each other too deep");
        }

        Spend(1);
        var (outerOutput, outerScope, line) = (Output, Scope, Line);
        using var builder = new TextBuilder(this);
        (Output, Scope) = (builder, scope);
        body.Execute(this);
        (Output, Scope, Line) = (outerOutput, outerScope, line);
        _depth--;
        return builder.ToText();
    }
}
