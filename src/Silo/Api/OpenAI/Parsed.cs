using System.Diagnostics.CodeAnalysis;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A value read from a request, or what is wrong with it.</summary>
internal readonly record struct Parsed<T>(T? Value, ApiProblem? Problem)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Problem))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool Failed => Problem is not null;

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(ApiProblem problem) => new(null, problem);
}
