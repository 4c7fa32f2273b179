using System.Text.Json;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>A request of the data plane, without its bodies.</summary>
public record LogView(
    string Id,
    string Object,
    DateTimeOffset CreatedAt,
    string Tenant,
    string Key,
    string? User,
    string Operation,
    string? Model,
    string? Version,
    int Status,
    string? Error,
    bool Stream,
    long InputTokens,
    long OutputTokens,
    double? FirstTokenMs,
    double TotalMs,
    JsonElement? Metadata)
{
    internal static LogView From(RequestLogRow row) => new(
        row.RequestId,
        "request",
        row.At,
        row.TenantId,
        row.KeyId,
        row.UserId,
        row.Operation,
        row.Model,
        row.Version,
        row.Status,
        row.Error,
        row.Stream,
        row.InputTokens,
        row.OutputTokens,
        row.FirstTokenMicroseconds / 1000.0,
        row.TotalMicroseconds / 1000.0,
        row.Metadata is { } metadata ? JsonSerializer.Deserialize(metadata, AdminJson.Default.JsonElement) : null);
}
