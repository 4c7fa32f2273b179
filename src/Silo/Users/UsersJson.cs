using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Users;

/// <summary>The JSON that is sealed with a user, and that short-lived cookies carry.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserProfile))]
[JsonSerializable(typeof(Note))]
internal sealed partial class UsersJson : JsonSerializerContext;
