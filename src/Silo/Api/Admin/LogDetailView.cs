using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>A request with its bodies, where its tenant logs them.</summary>
public sealed record LogDetailView : LogView
{
    internal LogDetailView(RequestLogRow row, string? request, string? response)
        : base(From(row)) => (RequestBody, ResponseBody) = (request, response);

    /// <summary>What the client sent, as text; null if it was not logged, <c>[erased]</c> if its key is gone.</summary>
    public string? RequestBody { get; }

    /// <summary>What it was answered.</summary>
    public string? ResponseBody { get; }
}
