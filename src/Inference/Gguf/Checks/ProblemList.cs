namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Collects what is wrong with a file, so that its owner learns everything in one attempt.</summary>
internal sealed class ProblemList
{
    /// <summary>A damaged table can be wrong a thousand times in the same way.</summary>
    private const int MaxProblems = 40;

    private readonly List<string> _problems = [];
    private int _unlisted;

    /// <summary>Notes one problem, a full sentence that names the key or tensor.</summary>
    public void Add(string problem)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
        else
        {
            _unlisted++;
        }
    }

    /// <summary>Notes a problem unless something holds.</summary>
    public void Require(bool holds, string problem)
    {
        if (!holds)
        {
            Add(problem);
        }
    }

    /// <summary>Ends the checks.</summary>
    /// <exception cref="GgufException">A problem was noted.</exception>
    public void ThrowIfAny(string path)
    {
        if (_problems.Count > 0)
        {
            throw new GgufException(path, _unlisted == 0 ? _problems : [.. _problems, $"and {_unlisted} more problems."]);
        }
    }
}
