using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.Scim.Users;

/// <summary>What a directory's attributes say of a person, checked.</summary>
/// <param name="UserName">What the directory calls them.</param>
/// <param name="ExternalId">The directory's own id; null for none.</param>
/// <param name="Email">The address of their account.</param>
/// <param name="Emails">All addresses.</param>
/// <param name="Name">What to call them; null for nothing.</param>
/// <param name="TimeZone">Of the IANA database; null for none that is known here.</param>
/// <param name="Active">Whether they are let in; null if that is not said.</param>
internal sealed record ScimPerson(string UserName, string? ExternalId, string Email, IReadOnlyList<string> Emails, string? Name, string? TimeZone, bool? Active)
{
    private const int MaxName = 200;

    /// <exception cref="ScimException">An attribute is missing, or can't be as it is.</exception>
    public static ScimPerson Read(JsonObject attributes)
    {
        var userName = ScimText.Required(attributes, "userName");
        ScimText.CheckAll(attributes, "");
        var list = (attributes["emails"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var emails = list.Select(AddressOf).ToList();
        var primary = list.FindIndex(ScimReader.IsPrimary);
        var email = primary >= 0 ? emails[primary] : emails.FirstOrDefault() ?? userName;
        return UserRules.CheckEmail(email) is null
            ? new ScimPerson(userName, ScimText.ExternalId(attributes), email, emails, NameOf(attributes), ZoneOf(attributes), attributes["active"]?.GetValue<bool>())
            : throw ScimErrors.InvalidValue("'emails' is required where 'userName' is no e-mail address: accounts are known by their address.");
    }

    private static string AddressOf(JsonObject item)
    {
        var address = item["value"]?.GetValue<string>();
        return UserRules.CheckEmail(address) is { } problem ? throw ScimErrors.InvalidValue($"'emails.value': {problem}") : address;
    }

    private static string? NameOf(JsonObject attributes)
    {
        string? Part(string name) => (attributes["name"] as JsonObject)?[name]?.GetValue<string>() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        var shown = attributes["displayName"]?.GetValue<string>() is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim()
            : Part("formatted") ?? string.Join(' ', new[] { Part("givenName"), Part("familyName") }.OfType<string>());
        return shown.Length == 0 ? null : ScimText.Check(shown, "displayName", MaxName);
    }

    private static string? ZoneOf(JsonObject attributes) => attributes["timezone"]?.GetValue<string>() is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null;
}
