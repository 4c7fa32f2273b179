using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Organization;

/// <summary>A width of buckets, and how many of them a page has.</summary>
/// <param name="Name">As the parameter has it.</param>
/// <param name="Seconds">The width.</param>
/// <param name="Bucket">How sums are read.</param>
/// <param name="DefaultLimit">Buckets of a page.</param>
/// <param name="MaxLimit">The most buckets of a page.</param>
internal sealed record BucketWidth(string Name, long Seconds, UsageBucket Bucket, int DefaultLimit, int MaxLimit)
{
    /// <summary>The widths of usage.</summary>
    public static IReadOnlyList<BucketWidth> OfUsage { get; } =
        [new("1d", 86_400, UsageBucket.Day, 7, 31), new("1h", 3_600, UsageBucket.Hour, 24, 168), new("1m", 60, UsageBucket.Minute, 60, 1440)];

    /// <summary>The width of costs.</summary>
    public static IReadOnlyList<BucketWidth> OfCosts { get; } = [new("1d", 86_400, UsageBucket.Day, 7, 180)];
}
