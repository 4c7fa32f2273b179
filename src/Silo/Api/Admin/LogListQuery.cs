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
    private const int MaxText = 256;
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public Parsed<RequestLogQuery> Parse()
    {
        foreach (var (name, text) in new[] { ("tenant", Tenant), ("key", Key), ("model", Model), ("user", User), ("q", Q) })
        {
            if (text is not null && (text.Length > MaxText || string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl)))
            {
                return ApiProblem.BadRequest($"'{name}' must have 1 to {MaxText} characters, none of them a control character.", name);
            }
        }

        if (!TryStatus(Status, out var min, out var max))
        {
            return ApiProblem.BadRequest("'status' must be a status such as 429, or a class such as 4xx.", "status");
        }

        if (!TryTime(From, out var from))
        {
            return BadTime("from");
        }

        if (!TryTime(To, out var to))
        {
            return BadTime("to");
        }

        return from >= to
            ? ApiProblem.BadRequest("'from' must be before 'to'.", "from")
            : new RequestLogQuery { Tenant = Tenant, Key = Key, Model = Model, User = User, MinStatus = min, MaxStatus = max, From = from, To = to, Words = Q };
    }

    private static ApiProblem BadTime(string name) => ApiProblem.BadRequest($"'{name}' must be a time with its offset (RFC 3339), such as 2026-01-31T12:00:00Z.", name);

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

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        // An unescaped + in an address is a blank.
        var valid = DateTimeOffset.TryParseExact(text?.Replace(' ', '+'), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = valid ? parsed : null;
        return valid || text is null;
    }
}
