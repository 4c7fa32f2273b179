using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Money as a decimal string such as <c>"12.50"</c>, inside as millionths. A plain number is read as well.</summary>
internal sealed class MoneyConverter : JsonConverter<long>
{
    private const decimal Max = 1_000_000_000_000m;
    private const int Million = 1_000_000;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        decimal value = -1;
        var read = reader.TokenType switch
        {
            JsonTokenType.String => decimal.TryParse(reader.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value),
            JsonTokenType.Number => reader.TryGetDecimal(out value),
            _ => false,
        };
        return read && value is >= 0 and <= Max && value * Million == decimal.Truncate(value * Million)
            ? (long)(value * Million)
            : throw new ParameterException("Money is a decimal string such as \"12.50\": not negative, at most 1000000000000, with at most 6 decimals.");
    }

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteStringValue(Money.Format(value));
}
