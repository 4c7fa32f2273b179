namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A model that can be used.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">When its version was deployed, in Unix seconds.</param>
/// <param name="OwnedBy">Who runs it.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="State">loading, ready or failed.</param>
/// <param name="ContextLength">Longest prompt plus answer, in tokens; null until loaded.</param>
public sealed record ModelObject(string Id, string Object, long Created, string OwnedBy, string Version, string State, int? ContextLength);

/// <summary>All models that can be used.</summary>
public sealed record ModelList(string Object, IReadOnlyList<ModelObject> Data);
