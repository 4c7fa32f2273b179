namespace LlmGateway.Silo.Hosting;

/// <summary>The silo can't start for a reason that its operator can put right; the message says how.</summary>
internal sealed class StartupException(string message) : Exception(message);
