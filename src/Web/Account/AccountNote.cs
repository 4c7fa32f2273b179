using System.Collections.Immutable;

namespace LlmGateway.Web.Account;

/// <summary>What a request left for the page that follows it.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Notice">What was done.</param>
/// <param name="Email">The e-mail address that was typed.</param>
/// <param name="Name">The name that was typed.</param>
/// <param name="RecoveryCodes">Recovery codes to be shown this once.</param>
public sealed record AccountNote(string? Error, string? Notice, string? Email, string? Name, ImmutableArray<string> RecoveryCodes);
