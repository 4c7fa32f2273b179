namespace LlmGateway.Inference.Templates.Jinja;

internal sealed partial class Parser
{
    private MacroExpression ParseMacro(string name, string end, int line)
    {
        var parameters = new List<string>();
        var defaults = new List<Expression?>();
        Expect("(");
        ParseParameters(parameters, defaults);
        EndTag();
        return new MacroExpression(new MacroSignature(name, [.. parameters], [.. defaults]), ParseCapturedTo(end), line);
    }

    private void ParseParameters(List<string> parameters, List<Expression?> defaults)
    {
        while (!SkipOperator(")"))
        {
            if (parameters.Count > 0)
            {
                Expect(",");
            }

            parameters.Add(ExpectName());
            defaults.Add(SkipOperator("=") ? ParseExpression() : null);
        }
    }

    private OutputStatement ParseCallBlock(int line)
    {
        var parameters = new List<string>();
        var defaults = new List<Expression?>();
        if (SkipOperator("("))
        {
            ParseParameters(parameters, defaults);
        }

        if (ParseExpression() is not CallExpression call)
        {
            throw new TemplateException("A call block needs a call", line);
        }

        EndTag();
        var signature = new MacroSignature("caller", [.. parameters], [.. defaults]);
        var caller = new MacroExpression(signature, ParseCapturedTo("endcall"), line);
        return new OutputStatement(call.With("caller", caller), line);
    }
}
