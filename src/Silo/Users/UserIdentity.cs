namespace LlmGateway.Silo.Users;

/// <summary>Whom an outside issuer knows a user as.</summary>
/// <param name="Issuer">The issuer's address.</param>
/// <param name="Subject">Its id of the user.</param>
internal sealed record UserIdentity(string Issuer, string Subject);
