namespace LlmGateway.Inference;

/// <summary>An engine could not do what was asked; <see cref="Code"/> says of which kind the reason is.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The kind of reason.</param>
    /// <param name="message">What happened and what to change, fit to be shown to a user.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public InferenceException(InferenceErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The kind of reason.</summary>
    public InferenceErrorCode Code { get; }
}
