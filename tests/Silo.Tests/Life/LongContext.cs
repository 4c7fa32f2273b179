using LlmGateway.Silo.Tests.Http;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests.Life;

/// <summary>Settings with room for answers that take seconds.</summary>
internal static class LongContext
{
    public const int Tokens = 7000;

    public static string[] Arguments { get; } = ["--model", $"{ChatBody.Model}={RepositoryFiles.TinyModel}", "--parallel", "2", "--context", "8192"];
}
