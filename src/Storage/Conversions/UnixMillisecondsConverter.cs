using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LlmGateway.Storage;

/// <summary>Stores an instant as UTC milliseconds since 1970, which every database orders and compares alike.</summary>
/// <remarks>Digits below the millisecond are cut off, and the offset is read back as zero.</remarks>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
