namespace LlmGateway.Inference.Gguf;

/// <summary>A GGUF file cannot be used; the message says what is wrong and where, for the person who chose the file.</summary>
public sealed class GgufException : Exception
{
    /// <summary>Creates the exception for one problem.</summary>
    /// <param name="message">What is wrong, where in the file, and what to do when that is known.</param>
    /// <param name="innerException">The cause from the file system, if there is one.</param>
    public GgufException(string message, Exception? innerException = null)
        : base(message, innerException) => Problems = [message];

    /// <summary>Creates the exception for everything that is wrong with one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">One sentence for each problem; at least one.</param>
    public GgufException(string path, IReadOnlyList<string> problems)
        : base($"'{path}' cannot be loaded:{string.Concat(problems.Select(p => $"{Environment.NewLine}- {p}"))}") =>
        Problems = problems;

    /// <summary>Every problem found, in file order; never empty.</summary>
    public IReadOnlyList<string> Problems { get; }
}
