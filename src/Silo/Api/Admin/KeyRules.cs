using System.Collections.Immutable;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>What is wrong with what is said of a key.</summary>
internal static class KeyRules
{
    private const int MaxName = 200;
    private const int MaxModels = 1000;
    private const int MaxModelName = 200;
    private const int MaxGraceSeconds = 30 * 24 * 60 * 60;
    private const int DefaultGraceSeconds = 24 * 60 * 60;

    public static ApiProblem? Check(CreateKeyBody body, DateTimeOffset now) =>
        CheckName(body.Name ?? "") ?? CheckScopes(body.Scopes) ?? CheckModels(body.Models) ?? CheckExpiry(body.ExpiresAt, now);

    public static ApiProblem? Check(ChangeKeyBody body, DateTimeOffset now) =>
        CheckName(body.Name) ?? CheckScopes(body.Scopes) ?? CheckModels(body.Models) ?? CheckExpiry(body.ExpiresAt, now);

    public static ApiProblem? Check(RotateKeyBody body) => body.GraceSeconds is < 0 or > MaxGraceSeconds
        ? ApiProblem.BadRequest($"'grace_seconds' must be from 0 to {MaxGraceSeconds} (30 days).", "grace_seconds")
        : null;

    public static TimeSpan GraceOf(RotateKeyBody body) => TimeSpan.FromSeconds(body.GraceSeconds ?? DefaultGraceSeconds);

    public static ImmutableArray<string>? SetOf(IReadOnlyList<string>? names) => names?.Distinct().ToImmutableArray();

    private static ApiProblem? CheckName(string? name) =>
        name is null || name.Trim().Length is > 0 and <= MaxName ? null : ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name");

    private static ApiProblem? CheckScopes(IReadOnlyList<string>? scopes) =>
        scopes is null || (scopes.Count > 0 && (scopes.All(scope => KeyScopes.All.Contains(scope)) || scopes.All(scope => scope == KeyScopes.Scim)))
            ? null
            : ApiProblem.BadRequest($"'scopes' must name some of: {string.Join(", ", KeyScopes.All)}; or '{KeyScopes.Scim}' alone, for the tenant's directory.", "scopes");

    // Models need not exist yet: a key may be made before what it is for.
    private static ApiProblem? CheckModels(IReadOnlyList<string>? models)
    {
        if (models is null)
        {
            return null;
        }

        if (models.Count is 0 or > MaxModels || models.Any(string.IsNullOrWhiteSpace))
        {
            return ApiProblem.BadRequest($"'models' must name 1 to {MaxModels} models; leave it out or make it null to allow all.", "models");
        }

        return models.Any(model => model.Length > MaxModelName) ? ApiProblem.BadRequest($"'models' names a model of more than {MaxModelName} characters.", "models") : null;
    }

    private static ApiProblem? CheckExpiry(DateTimeOffset? expiry, DateTimeOffset now) =>
        expiry <= now ? ApiProblem.BadRequest("'expires_at' must lie in the future.", "expires_at") : null;
}
