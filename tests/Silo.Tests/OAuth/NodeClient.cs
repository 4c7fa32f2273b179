using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.OAuth;

/// <summary>Runs the scripts that use the public client library.</summary>
public static class NodeClient
{
    private static readonly NodeFolder Folder = new(Path.Combine("OAuth", "client"));

    /// <summary>Runs a script.</summary>
    /// <returns>What it wrote.</returns>
    public static Task<JsonNode> RunScriptAsync(string script, params string[] arguments) => Folder.RunScriptAsync(script, arguments);
}
