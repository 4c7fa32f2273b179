using System.Text.Json;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Thrown by converters with a message for the client; System.Text.Json adds where.</summary>
internal sealed class ParameterException(string message) : JsonException(message)
{
    /// <inheritdoc/>
    public override string Message => message;

    private readonly string message = message;
}
