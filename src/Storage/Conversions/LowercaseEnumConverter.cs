using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LlmGateway.Storage;

/// <summary>Stores an enum as its lower-case name, the spelling that the HTTP API uses.</summary>
internal sealed class LowercaseEnumConverter<TEnum>() : ValueConverter<TEnum, string>(
    value => value.ToString().ToLowerInvariant(),
    text => Enum.Parse<TEnum>(text, true))
    where TEnum : struct, Enum;
