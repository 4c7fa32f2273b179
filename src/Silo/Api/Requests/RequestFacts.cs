namespace LlmGateway.Silo.Api.Requests;

/// <summary>What the endpoints of the data plane learn of a request while they answer it; the request log is written from it.</summary>
internal sealed class RequestFacts
{
    private const int MaxUser = 200;

    /// <summary>What was asked for: chat, text_completion, embeddings, tokenize; null for what needs no model.</summary>
    public string? Operation { get; set; }

    /// <summary>The model as asked for.</summary>
    public string? Model { get; set; }

    /// <summary>The version that answers.</summary>
    public string? Version { get; set; }

    /// <summary>The tenant's own user, as the request named it; at most 200 characters are kept.</summary>
    public string? UserId
    {
        get;
        set => field = value is { Length: > MaxUser } ? value[..MaxUser] : value;
    }

    /// <summary>The request's <c>metadata</c> as JSON.</summary>
    public string? Metadata { get; set; }

    /// <summary>Whether the answer is a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>Tokens read.</summary>
    public long InputTokens { get; set; }

    /// <summary>Tokens generated.</summary>
    public long OutputTokens { get; set; }

    /// <summary>From arrival to the first text; null without text.</summary>
    public TimeSpan? FirstToken { get; set; }

    /// <summary>Code or type of the error that was answered.</summary>
    public string? Error { get; set; }

    /// <summary>The client left before the answer was whole.</summary>
    public bool ClientLeft { get; set; }

    /// <summary>The facts of a request; made with the first call.</summary>
    public static RequestFacts Of(HttpContext http)
    {
        if (http.Features.Get<RequestFacts>() is { } facts)
        {
            return facts;
        }

        facts = new RequestFacts();
        http.Features.Set(facts);
        return facts;
    }
}
