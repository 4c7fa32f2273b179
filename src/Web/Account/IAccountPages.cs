namespace LlmGateway.Web.Account;

/// <summary>What the account pages show; the host knows it. One for each request.</summary>
public interface IAccountPages
{
    /// <summary>Whether the gateway can send mail.</summary>
    bool SendsMail { get; }

    /// <summary>Other servers that people can sign in through.</summary>
    IReadOnlyList<SignInIssuer> Issuers { get; }

    /// <summary>What the request before left to be shown; it is gone afterwards.</summary>
    AccountNote TakeNote();

    /// <summary>Whether there is any user yet.</summary>
    Task<bool> HasUsersAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether this browser has shown its password and is to show a code.</summary>
    Task<bool> AwaitsCodeAsync();

    /// <summary>The account that this browser is signed in to; null for none.</summary>
    Task<AccountView?> GetAccountAsync();
}
