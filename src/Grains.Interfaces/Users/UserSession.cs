namespace LlmGateway.Grains.Users;

/// <summary>A place where a user is signed in: a browser, or an application that holds their tokens.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.user-session")]
public sealed record UserSession
{
    /// <summary>Its id, <c>ses_…</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>What is signed in, for people: a browser's name, or an application's.</summary>
    [Id(1)]
    public required string Client { get; init; }

    /// <summary>The OAuth client that holds its tokens; null for a browser's cookie.</summary>
    [Id(2)]
    public string? ClientId { get; init; }

    /// <summary>When the user signed in.</summary>
    [Id(3)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was renewed last.</summary>
    [Id(4)]
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it ends unless it is renewed.</summary>
    [Id(5)]
    public required DateTimeOffset EndsAt { get; init; }
}
