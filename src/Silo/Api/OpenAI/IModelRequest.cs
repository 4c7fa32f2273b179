namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A body that names the model it is for.</summary>
public interface IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    string Model { get; }

    /// <summary>The tenant's own user behind the request, if it names one.</summary>
    string? EndUser => null;

    /// <summary>What the client wants to find the request by, if anything.</summary>
    IReadOnlyDictionary<string, string>? Metadata => null;
}
