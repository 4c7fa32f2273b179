namespace LlmGateway.Silo.Api.Organization;

/// <summary>Some consecutive buckets of usage or costs, as OpenAI's clients read them.</summary>
/// <param name="Object">Always <c>page</c>.</param>
/// <param name="Data">The buckets, empty ones included.</param>
/// <param name="HasMore">Whether buckets follow.</param>
/// <param name="NextPage">The parameter <c>page</c> that asks for them.</param>
public sealed record UsagePage<T>(string Object, IReadOnlyList<UsageTimeBucket<T>> Data, bool HasMore, string? NextPage);

/// <summary>A stretch of time.</summary>
/// <param name="Object">Always <c>bucket</c>.</param>
/// <param name="StartTime">Its first moment, in Unix seconds.</param>
/// <param name="EndTime">The first moment after it, in Unix seconds.</param>
/// <param name="Results">One for each group; empty without usage.</param>
public sealed record UsageTimeBucket<T>(string Object, long StartTime, long EndTime, IReadOnlyList<T> Results);
