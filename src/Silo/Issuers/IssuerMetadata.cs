using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>What an issuer publishes of itself: its endpoints and keys.</summary>
/// <remarks>
/// Thread-safe. It is read when it is first needed, every hour while it is used, and when a token names an unknown key; never more often than every ten seconds, whatever is sent here. What was
/// read holds until something newer is.
/// </remarks>
internal sealed partial class IssuerMetadata : IConfigurationManager<OpenIdConnectConfiguration>
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly IssuerOptions _options;
    private readonly HttpDocumentRetriever _documents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task _reading = Task.CompletedTask;
    private DateTimeOffset _next;
    private volatile Known? _known;
    private volatile bool _failed;

    public IssuerMetadata(IssuerOptions options, HttpClient http, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _documents = new HttpDocumentRetriever(http) { RequireHttps = options.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase) };
    }

    /// <summary>What is known.</summary>
    /// <exception cref="IssuerUnavailableException">Nothing is, and the issuer can't be asked.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_known is null)
        {
            await ReadAsync().WaitAsync(cancel);
        }

        var known = _known ?? throw new IssuerUnavailableException(_options.Name);
        if (_time.GetUtcNow() - known.At > Age)
        {
            _ = ReadAsync();
        }

        return known.Configuration;
    }

    /// <summary>Looks again, with the next pause.</summary>
    public void RequestRefresh() => _ = ReadAsync();

    /// <summary>The keys that may have signed a token.</summary>
    /// <param name="id">What the token names as its key; null for a token that names none, which only an issuer with a single key can have signed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The key; null if the issuer has no such key.</returns>
    /// <exception cref="IssuerUnavailableException">The key is not known, and the issuer can't be asked.</exception>
    public async Task<SecurityKey?> FindKeyAsync(string? id, CancellationToken cancellationToken)
    {
        if (Find((await GetConfigurationAsync(cancellationToken)).SigningKeys, id) is { } key)
        {
            return key;
        }

        await ReadAsync().WaitAsync(cancellationToken);
        return Find(_known!.Configuration.SigningKeys, id) ?? (_failed ? throw new IssuerUnavailableException(_options.Name) : null);
    }

    private static SecurityKey? Find(ICollection<SecurityKey> keys, string? id) =>
        string.IsNullOrEmpty(id) ? (keys.Count == 1 ? keys.First() : null) : keys.FirstOrDefault(key => key.KeyId == id);

    // Never fails; one at a time, and none soon after another.
    private Task ReadAsync()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_reading.IsCompleted && now >= _next)
            {
                _next = now + Pause;
                _reading = ReadNowAsync();
            }

            return _reading;
        }
    }

    private async Task ReadNowAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(Limit, _time);
            var address = $"{IssuerRules.Canonical(_options.Authority)}/.well-known/openid-configuration";
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(address, _documents, limit.Token);
            if (IssuerRules.Canonical(read.Issuer ?? "") != IssuerRules.Canonical(_options.Authority))
            {
                throw new InvalidOperationException($"It calls itself '{read.Issuer}', which is not the Authority of the settings.");
            }

            // Keys that are secrets sign nothing that others could check.
            foreach (var symmetric in read.SigningKeys.Where(key => key is SymmetricSecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.Octet }).ToList())
            {
                read.SigningKeys.Remove(symmetric);
            }

            if (read.SigningKeys.Count == 0)
            {
                throw new InvalidOperationException("It publishes no keys that its tokens could be checked with.");
            }

            (_known, _failed) = (new Known(read, _time.GetUtcNow()), false);
        }
        catch (Exception e)
        {
            _failed = true;
            LogFailure(_logger, _options.Name, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The configuration of the issuer {Issuer} could not be read; what was known of it holds")]
    private static partial void LogFailure(ILogger logger, string issuer, Exception exception);

    private sealed record Known(OpenIdConnectConfiguration Configuration, DateTimeOffset At);
}
