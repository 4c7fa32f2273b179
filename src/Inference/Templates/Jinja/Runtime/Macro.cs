namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A macro of the template: its result is what its body writes.</summary>
/// <param name="signature">Name and parameters.</param>
/// <param name="body">What it runs.</param>
/// <param name="closure">The scope it was defined in.</param>
internal sealed class Macro(MacroSignature signature, Block body, Scope closure) : Callable
{
    private const string Caller = "caller";

    public override object? Call(RenderContext context, Arguments arguments)
    {
        if (arguments.Count > signature.Parameters.Length)
        {
            throw new RenderFailure($"macro '{signature.Name}' takes not more than {signature.Parameters.Length} argument(s)");
        }

        foreach (var name in arguments.Names)
        {
            if (name != Caller && Array.IndexOf(signature.Parameters, name) < 0)
            {
                throw new RenderFailure($"macro '{signature.Name}' takes no keyword argument '{name}'");
            }
        }

        var scope = new Scope(closure);
        scope.Set(Caller, arguments.Get(int.MaxValue, Caller, Undefined.Variable(Caller)));
        for (var index = 0; index < signature.Parameters.Length; index++)
        {
            var name = signature.Parameters[index];
            scope.Set(name, arguments.TryGet(index, name, out var value) ? value : Default(context, scope, index));
        }

        return context.Capture(body, scope);
    }

    // Defaults are evaluated at each call and see the parameters before them.
    private object? Default(RenderContext context, Scope scope, int index)
    {
        if (signature.Defaults[index] is not { } expression)
        {
            return Undefined.Variable(signature.Parameters[index]);
        }

        var outer = context.Scope;
        context.Scope = scope;
        var value = expression.Evaluate(context);
        context.Scope = outer;
        return value;
    }
}
