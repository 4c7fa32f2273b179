using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Mvc;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Which usage is wanted, and how it is summed.</summary>
/// <param name="Tenant">Id of the tenant.</param>
/// <param name="Key">Id of the API key.</param>
/// <param name="Model">The model's name.</param>
/// <param name="App">The application; empty for requests through none.</param>
/// <param name="From">RFC 3339, truncated to the hour: admitted at or after this. Default: the start of the current month, UTC.</param>
/// <param name="To">RFC 3339, truncated to the hour: admitted before this. Default: no end.</param>
/// <param name="GroupBy">Any of tenant, key, model, app, and hour or day, separated by commas. Default: one sum.</param>
/// <param name="Limit">The most rows, 1 to 10000. Default: 10000.</param>
/// <param name="After">A <c>last_id</c>: the page starts behind it.</param>
internal sealed record UsageListQuery(
    string? Tenant, string? Key, string? Model, string? App, string? From, string? To, [FromQuery(Name = "group_by")] string? GroupBy, string? Limit, string? After)
{
    public Parsed<UsageQuery> Parse(TimeProvider time)
    {
        if (FilterText.Check(("tenant", Tenant), ("key", Key), ("model", Model), ("app", App is "" ? null : App)) is { } problem)
        {
            return problem;
        }

        if (!FilterTime.TryParse(From, out var from))
        {
            return FilterTime.Refuse("from");
        }

        if (!FilterTime.TryParse(To, out var to))
        {
            return FilterTime.Refuse("to");
        }

        from ??= BillingMonth.Of(to is { } end && end < time.GetUtcNow() ? end.AddTicks(-1) : time.GetUtcNow()).Start;
        if (from >= to)
        {
            return ApiProblem.BadRequest("'from' must be before 'to'.", "from");
        }

        if (!TryGroups(out var groups, out var bucket))
        {
            return ApiProblem.BadRequest("'group_by' must be some of tenant, key, model, app, and either hour or day, separated by commas.", "group_by");
        }

        return new UsageQuery
        {
            Tenant = Tenant, Keys = Key is null ? null : [Key], Models = Model is null ? null : [Model], App = App, From = from, To = to, By = groups, Bucket = bucket,
        };
    }

    private bool TryGroups(out UsageGroups groups, out UsageBucket bucket)
    {
        (groups, bucket) = (UsageGroups.None, UsageBucket.None);
        if (GroupBy is null)
        {
            return true;
        }

        foreach (var name in GroupBy.Split(',', StringSplitOptions.TrimEntries))
        {
            var (group, width) = name switch
            {
                "tenant" => (UsageGroups.Tenant, UsageBucket.None),
                "key" => (UsageGroups.Key, UsageBucket.None),
                "model" => (UsageGroups.Model, UsageBucket.None),
                "app" => (UsageGroups.App, UsageBucket.None),
                "hour" => (UsageGroups.None, UsageBucket.Hour),
                "day" => (UsageGroups.None, UsageBucket.Day),
                _ => (UsageGroups.None, UsageBucket.Minute),
            };
            if (width == UsageBucket.Minute || (width != UsageBucket.None && bucket != UsageBucket.None && bucket != width))
            {
                return false;
            }

            groups |= group;
            bucket = width == UsageBucket.None ? bucket : width;
        }

        return true;
    }
}
