using System.Globalization;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Which requests of the log are wanted.</summary>
/// <param name="Tenant">Id of the tenant.</param>
/// <param name="Key">Id of the API key.</param>
/// <param name="Model">The model as asked for.</param>
/// <param name="Status">A status such as 429, or a class such as 4xx.</param>
/// <param name="User">The tenant's own user.</param>
/// <param name="From">RFC 3339: arrived at or after this.</param>
/// <param name="To">RFC 3339: arrived before this.</param>
/// <param name="Q">Words that the metadata holds, all of them.</param>
internal sealed record LogListQuery(string? Tenant, string? Key, string? Model, string? Status, string? User, string? From, string? To, string? Q)
{
    public Parsed<RequestLogQuery> Parse()
    {
        if (FilterText.Check(("tenant", Tenant), ("key", Key), ("model", Model), ("user", User), ("q", Q)) is { } problem)
        {
            return problem;
        }

        if (!TryStatus(Status, out var min, out var max))
        {
            return ApiProblem.BadRequest("'status' must be a status such as 429, or a class such as 4xx.", "status");
        }

        if (!FilterTime.TryParse(From, out var from))
        {
            return FilterTime.Refuse("from");
        }

        if (!FilterTime.TryParse(To, out var to))
        {
            return FilterTime.Refuse("to");
        }

        return from >= to
            ? ApiProblem.BadRequest("'from' must be before 'to'.", "from")
            : new RequestLogQuery { Tenant = Tenant, Key = Key, Model = Model, User = User, MinStatus = min, MaxStatus = max, From = from, To = to, Words = Q };
    }

    private static bool TryStatus(string? text, out int? min, out int? max)
    {
        (min, max) = (null, null);
        if (text is [>= '1' and <= '5' and var digit, 'x' or 'X', 'x' or 'X'])
        {
            (min, max) = ((digit - '0') * 100, ((digit - '0') * 100) + 99);
            return true;
        }

        if (text is null)
        {
            return true;
        }

        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599;
        (min, max) = (status, status);
        return valid;
    }
}
