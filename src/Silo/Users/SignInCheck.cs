namespace LlmGateway.Silo.Users;

/// <summary>What came of a password or a code.</summary>
/// <param name="User">Whom it was for; null if there is no such user.</param>
/// <param name="Right">Whether it opens the account.</param>
internal sealed record SignInCheck(GatewayUser? User, bool Right);
