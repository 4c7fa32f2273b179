using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>What an issuer says of somebody: a token's claims, and what else it answered about the same user.</summary>
internal sealed class IssuerClaims
{
    private readonly List<JsonElement> _sources = [];

    /// <summary>The claims of a token whose signature was checked.</summary>
    public static IssuerClaims Of(JsonWebToken token)
    {
        IssuerClaims claims = new();
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        claims._sources.Add(payload.RootElement.Clone());
        return claims;
    }

    /// <summary>Adds what counts where the sources before say nothing.</summary>
    public void Add(JsonElement source) => _sources.Add(source.Clone());

    /// <summary>A claim that is one text; null for none.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    /// <summary>Whether a claim is true, as some write in quotes.</summary>
    public bool IsTrue(string name) =>
        Find(name) is { } value && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.ValueEquals("true")));

    /// <summary>Whether there is such a claim.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>All texts of a claim that is one, or a list of them.</summary>
    public IEnumerable<string> Values(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(TextOf).OfType<string>(),
        { } value => TextOf(value) is { } text ? [text] : [],
        null => [],
    };

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair.
        }
    }

    private JsonElement? Find(string name)
    {
        foreach (var source in _sources)
        {
            if (Find(source, name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // Names may be addresses, with dots in them: a path is only what is no name.
    private static JsonElement? Find(JsonElement source, string name)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (source.TryGetProperty(name, out var found))
        {
            return found.ValueKind == JsonValueKind.Null ? null : found;
        }

        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (source.TryGetProperty(name[..dot], out var inner) && Find(inner, name[(dot + 1)..]) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }
}
