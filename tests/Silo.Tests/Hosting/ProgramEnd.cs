namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>How a program ended and what it wrote.</summary>
public sealed record ProgramEnd(int ExitCode, string Output, string Error);
