namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Variables that one body sets. Few, so they are searched in order.</summary>
/// <param name="parent">The scope around it; null for the template itself.</param>
internal sealed class Scope(Scope? parent)
{
    private (string Name, object? Value)[] _variables = new (string, object?)[4];
    private int _count;

    public Scope? Parent { get; } = parent;

    public void Clear() => _count = 0;

    public void Set(string name, object? value)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_variables[index].Name == name)
            {
                _variables[index].Value = value;
                return;
            }
        }

        if (_count == _variables.Length)
        {
            Array.Resize(ref _variables, _count * 2);
        }

        _variables[_count++] = (name, value);
    }

    public bool TryGet(string name, out object? value)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_variables[index].Name == name)
            {
                value = _variables[index].Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
