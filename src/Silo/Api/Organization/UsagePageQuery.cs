using System.Globalization;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Organization;

/// <summary>Which buckets of a tenant's usage are wanted.</summary>
internal sealed record UsagePageQuery
{
    private const int MaxValues = 100;
    private const int MaxText = 256;
    private const long MaxTime = 253_402_300_799; // The year 9999.
    private const string PagePrefix = "page_";

    private UsagePageQuery(BucketWidth width, long first, long end, int limit) => (Width, First, End, Limit) = (width, first, end, limit);

    /// <summary>The width of the buckets.</summary>
    public BucketWidth Width { get; }

    /// <summary>Start of the first bucket, in Unix seconds.</summary>
    public long First { get; }

    /// <summary>All buckets begin before this, in Unix seconds.</summary>
    public long End { get; }

    /// <summary>The most buckets.</summary>
    public int Limit { get; }

    /// <summary>What results are grouped by.</summary>
    public IReadOnlyList<string> GroupBy { get; private init; } = [];

    /// <summary>Models, any of which; null for all.</summary>
    public IReadOnlyList<string>? Models { get; private init; }

    /// <summary>API keys, any of which; null for all.</summary>
    public IReadOnlyList<string>? Keys { get; private init; }

    /// <summary>Whether the filters leave nothing whatever was used.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Reads the parameters of an address.</summary>
    public static Parsed<UsagePageQuery> Parse(IQueryCollection parameters, UsageKind kind, string tenant, DateTimeOffset now)
    {
        if (!parameters.ContainsKey("start_time"))
        {
            return ApiProblem.BadRequest("'start_time' is required: Unix seconds, such as 1767225600.", "start_time", "missing_required_parameter");
        }

        foreach (var name in (ReadOnlySpan<string>)["start_time", "end_time"])
        {
            if (parameters.ContainsKey(name) && Number(parameters[name]) is null or > MaxTime)
            {
                return ApiProblem.BadRequest($"'{name}' must be Unix seconds, such as 1767225600.", name);
            }
        }

        var start = Number(parameters["start_time"])!.Value;
        var end = Number(parameters["end_time"]) ?? Math.Max(now.ToUnixTimeSeconds() + 1, start + 1);
        if (end <= start)
        {
            return ApiProblem.BadRequest("'end_time' must be after 'start_time'.", "end_time");
        }

        if (kind.Widths.FirstOrDefault(width => width.Name == (parameters.TryGetValue("bucket_width", out var text) ? text.ToString() : "1d")) is not { } width)
        {
            return ApiProblem.BadRequest($"'bucket_width' must be one of: {string.Join(", ", kind.Widths.Select(width => width.Name))}.", "bucket_width");
        }

        var limit = parameters.ContainsKey("limit") ? Number(parameters["limit"]) : width.DefaultLimit;
        if (limit is null or < 1 || limit > width.MaxLimit)
        {
            return ApiProblem.BadRequest($"'limit' must be from 1 to {width.MaxLimit} with buckets of {width.Name}.", "limit");
        }

        var first = start - (start % width.Seconds);
        if (parameters.TryGetValue("page", out var page) && !TryPage(page.ToString(), width, first, end, out first))
        {
            return ApiProblem.BadRequest("'page' must be the 'next_page' of an answer to the same question.", "page");
        }

        // Nothing was used yet in what has not begun.
        end = Math.Max(first, Math.Min(end, now.ToUnixTimeSeconds() + 1));
        return new UsagePageQuery(width, first, end, (int)limit).WithFilters(parameters, kind, tenant);
    }

    /// <summary>What it asks of the storage, up to the end of some bucket.</summary>
    /// <param name="kind">What is summed.</param>
    /// <param name="tenant">The tenant of the caller's key.</param>
    /// <param name="to">In Unix seconds.</param>
    public UsageQuery ToSums(UsageKind kind, string tenant, long to) => new()
    {
        Tenant = tenant,
        Keys = Keys,
        Models = Models,
        Operations = kind.Operations,
        From = DateTimeOffset.FromUnixTimeSeconds(First),
        To = DateTimeOffset.FromUnixTimeSeconds(to),
        Bucket = Width.Bucket,
        By = (GroupBy.Contains("project_id") ? UsageGroups.Tenant : 0) | (GroupBy.Contains("api_key_id") ? UsageGroups.Key : 0)
            | (GroupBy.Contains("model") || GroupBy.Contains("line_item") ? UsageGroups.Model : 0),
    };

    /// <summary>The cursor of a bucket.</summary>
    public static string PageOf(long start) => PagePrefix + start.ToString("x", CultureInfo.InvariantCulture);

    private static bool TryPage(string text, BucketWidth width, long min, long end, out long first)
    {
        first = min;
        return text.StartsWith(PagePrefix, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(PagePrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out first)
            && first >= min && first < end && first % width.Seconds == 0;
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Lists come as name=a&name=b, name[]=a, or name=a,b.
    private static IReadOnlyList<string>? List(IQueryCollection parameters, string name)
    {
        string?[] values = [.. parameters[name], .. parameters[name + "[]"]];
        return values.Length == 0 ? null : [.. values.SelectMany(value => (value ?? "").Split(',')).Distinct(StringComparer.Ordinal)];
    }

    private Parsed<UsagePageQuery> WithFilters(IQueryCollection parameters, UsageKind kind, string tenant)
    {
        Dictionary<string, IReadOnlyList<string>?> lists = [];
        foreach (var name in (ReadOnlySpan<string>)["models", "api_key_ids", "project_ids", "user_ids"])
        {
            lists[name] = List(parameters, name);
            if (lists[name] is { } values && (values.Count > MaxValues || values.Any(value => value.Length is 0 or > MaxText || value.Any(char.IsControl))))
            {
                return ApiProblem.BadRequest($"'{name}' must hold at most {MaxValues} texts of 1 to {MaxText} characters.", name);
            }
        }

        if (lists["user_ids"] is not null)
        {
            return ApiProblem.BadRequest("'user_ids' can't be answered: usage is not kept apart by user.", "user_ids");
        }

        var groups = List(parameters, "group_by") ?? [];
        if (groups.Any(group => !kind.Groups.Contains(group)))
        {
            return ApiProblem.BadRequest($"'group_by' must be some of: {string.Join(", ", kind.Groups)}.", "group_by");
        }

        var batch = parameters["batch"].ToString();
        if (batch is not ("" or "true" or "false"))
        {
            return ApiProblem.BadRequest("'batch' must be true or false.", "batch");
        }

        return this with
        {
            GroupBy = groups, Models = lists["models"], Keys = lists["api_key_ids"], IsEmpty = batch == "true" || kind.Operations is { Count: 0 } || lists["project_ids"]?.Contains(tenant) == false,
        };
    }
}
