namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A body that names the model it is for.</summary>
public interface IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    string Model { get; }

    /// <summary>The tenant's own user behind the request, if it names one.</summary>
    string? EndUser => null;

    /// <summary>Texts that later requests of the same conversation begin with too; none where requests have nothing to do with one another.</summary>
    IEnumerable<string> Beginning => [];

    /// <summary>What the client wants to find the request by, if anything.</summary>
    IReadOnlyDictionary<string, string>? Metadata => null;
}
