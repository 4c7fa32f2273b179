namespace LlmGateway.Silo.Users;

/// <summary>What one request leaves for the page that follows it.</summary>
internal sealed record Note
{
    public string? Error { get; init; }

    public string? Notice { get; init; }

    /// <summary>What was typed, so that it need not be typed again.</summary>
    public string? Email { get; init; }

    /// <inheritdoc cref="Email" />
    public string? Name { get; init; }

    /// <summary>Recovery codes to be shown this once.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; init; }
}
