namespace LlmGateway.Web.Account;

/// <summary>Another server that people can sign in through.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Path">The page of this gateway that leads there.</param>
public sealed record SignInIssuer(string Name, string Path);
