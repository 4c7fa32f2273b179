namespace LlmGateway.Web.Account;

/// <summary>A place where the user is signed in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Client">What is signed in.</param>
/// <param name="StartedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When it was used last, to some minutes.</param>
/// <param name="IsThis">Whether it is the browser that asks.</param>
public sealed record AccountSession(string Id, string Client, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, bool IsThis);
