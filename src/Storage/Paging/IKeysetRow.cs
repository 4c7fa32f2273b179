namespace LlmGateway.Storage;

/// <summary>A row that lists order by <see cref="CreatedAt"/>, then by <see cref="Id"/>.</summary>
internal interface IKeysetRow
{
    string Id { get; }

    DateTimeOffset CreatedAt { get; }
}
