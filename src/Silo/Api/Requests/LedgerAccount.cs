using System.Text.Json;
using System.Text.Json.Serialization;
using LlmGateway.Grains.Prices;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>All that a ledger row needs beside the engine's counts. It travels with the request and comes back in the engine's journal.</summary>
internal sealed record LedgerAccount
{
    /// <summary>When the request was admitted, in milliseconds since 1970.</summary>
    public long At { get; init; }

    public required string Tenant { get; init; }

    public required string Key { get; init; }

    public string? User { get; init; }

    public required string Model { get; init; }

    public required string Version { get; init; }

    public required string Operation { get; init; }

    /// <summary>Price of a million tokens read, in millionths.</summary>
    public long Input { get; init; }

    /// <summary>Price of a million cached tokens; null: as any other.</summary>
    public long? Cached { get; init; }

    /// <summary>Price of a million tokens generated.</summary>
    public long Output { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, LedgerAccountJson.Default.LedgerAccount);

    /// <summary>Reads an account, or null if the text is none.</summary>
    public static LedgerAccount? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, LedgerAccountJson.Default.LedgerAccount);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The ledger row of a request whose silo was killed.</summary>
    public LedgerRow ToRow(string requestId, string replica, long input, long cached, long output, DateTimeOffset ended) => new()
    {
        RequestId = requestId,
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        TenantId = Tenant,
        KeyId = Key,
        UserId = User,
        Model = Model,
        Version = Version,
        Replica = replica,
        Operation = Operation,
        Status = LedgerStatus.Recovered,
        InputTokens = input,
        CachedTokens = cached,
        OutputTokens = output,
        CostMicros = new Price { Model = Model, Input = Input, CachedInput = Cached, Output = Output }.CostOf(input, cached, output),
        TotalMicroseconds = Math.Max(0, ended.ToUnixTimeMilliseconds() - At) * 1000,
    };
}

/// <summary>Source-generated JSON of <see cref="LedgerAccount"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LedgerAccount))]
internal sealed partial class LedgerAccountJson : JsonSerializerContext;
