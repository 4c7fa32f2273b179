using System.Globalization;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>A month in UTC, as bills count.</summary>
/// <param name="Start">Its first moment.</param>
internal sealed record BillingMonth(DateTimeOffset Start)
{
    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End => Start.AddMonths(1);

    public static BillingMonth Of(DateTimeOffset time)
    {
        var day = time.UtcDateTime;
        return new BillingMonth(new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Reads a month such as 2026-11 that is not in the future.</summary>
    public static Parsed<BillingMonth> Parse(string text, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
        {
            return ApiProblem.BadRequest("'month' must be a month such as 2026-11.", "month");
        }

        return start > now ? ApiProblem.BadRequest("'month' must not be in the future.", "month") : new BillingMonth(start);
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver(DateTimeOffset now) => End <= now;

    public override string ToString() => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
