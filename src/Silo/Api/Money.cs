using System.Globalization;

namespace LlmGateway.Silo.Api;

/// <summary>Money, inside in millionths of the gateway's currency, as clients see it.</summary>
internal static class Money
{
    /// <summary>A decimal number without needless zeros.</summary>
    public static string Format(long micros) => (micros / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);
}
