using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.Upstreams;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Upstreams;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/upstreams</c>.</summary>
internal static partial class UpstreamsApi
{
    private const int DefaultTimeout = 600;
    private const int MaxTimeout = 3600;
    private const int DefaultMaxTokens = 4096;
    private const int MaxTokens = 10_000_000;
    private const int MaxModels = 1000;

    public static void MapUpstreams(this IEndpointRouteBuilder routes)
    {
        var upstreams = routes.MapGroup("/upstreams").WithTags("Upstreams");
        upstreams.MapGet("", ListAsync).Requires(Permissions.UpstreamsRead, PermissionPlace.Platform).Produces<ListView<UpstreamView>>().WithSummary("All upstreams.");
        upstreams.MapPost("", SetAsync).Requires(Permissions.UpstreamsWrite, PermissionPlace.Platform).Accepts<UpstreamBody>("application/json").Produces<UpstreamView>(201).Produces<ApiErrorBody>(400)
            .Audited("upstreams.set").WithSummary("Makes an upstream known, in place of one with the same name; requests for its models go there where no replica is ready.");
        upstreams.MapGet("/{name}", GetAsync).Requires(Permissions.UpstreamsRead, PermissionPlace.Platform).Produces<UpstreamView>().Produces<ApiErrorBody>(404).WithSummary("One upstream.");
        upstreams.MapDelete("/{name}", RemoveAsync).Requires(Permissions.UpstreamsWrite, PermissionPlace.Platform).Produces(204).Produces<ApiErrorBody>(404).Audited("upstreams.remove").WithSummary("Forgets an upstream.");
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains)
    {
        var views = (await grains.GetModelCatalog().GetUpstreamsAsync()).Select(UpstreamView.From).ToList();
        return TypedResults.Json(new ListView<UpstreamView>("list", views, false, views.FirstOrDefault()?.Name, views.LastOrDefault()?.Name), AdminJson.Default.ListViewUpstreamView);
    }

    private static async Task<IResult> GetAsync(string name, IGrainFactory grains) =>
        await FindAsync(name, grains) is { } upstream ? TypedResults.Json(UpstreamView.From(upstream), AdminJson.Default.UpstreamView) : NotFound(name);

    private static async Task<IResult> RemoveAsync(string name, IGrainFactory grains) =>
        await grains.GetModelCatalog().RemoveUpstreamAsync(name) ? TypedResults.NoContent() : NotFound(name);

    private static async Task<IResult> SetAsync(HttpContext http, IGrainFactory grains, UpstreamClient client, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.UpstreamBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        var settings = body.Value;
        if (Check(settings) is { } problem)
        {
            return problem;
        }

        var known = await FindAsync(settings.Name, grains);
        var now = time.GetUtcNow();
        var upstream = new Upstream
        {
            Name = settings.Name,
            BaseUrl = new Uri(settings.BaseUrl.TrimEnd('/')),
            SealedKey = settings.ApiKey is { } key ? await client.SealAsync(settings.Name, key) : known?.SealedKey,
            Models = settings.Models.Select(model => model.Split('=', 2)).ToImmutableDictionary(names => names[0], names => names[^1]),
            Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds ?? DefaultTimeout),
            DefaultMaxTokens = settings.DefaultMaxTokens ?? DefaultMaxTokens,
            CreatedAt = known?.CreatedAt ?? now,
        };
        foreach (var (model, price) in settings.Prices ?? ImmutableDictionary<string, TokenPrices>.Empty)
        {
            await grains.GetPriceBook().SetAsync(price.ToPrice(model, now));
        }

        await grains.GetModelCatalog().SetUpstreamAsync(upstream);
        return TypedResults.Json(UpstreamView.From(upstream), AdminJson.Default.UpstreamView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<Upstream?> FindAsync(string name, IGrainFactory grains) =>
        (await grains.GetModelCatalog().GetUpstreamsAsync()).FirstOrDefault(upstream => upstream.Name == name);

    private static ApiProblem NotFound(string name) => ApiProblem.NotFound($"There is no upstream '{name}'.");

    private static ApiProblem? Check(UpstreamBody body)
    {
        if (!Word().IsMatch(body.Name ?? ""))
        {
            return ApiProblem.BadRequest("'name' must be 1 to 64 letters, digits, dots, hyphens and underscores.", "name");
        }

        if (body.Kind is not "openai")
        {
            return ApiProblem.BadRequest("'kind' must be openai.", "kind");
        }

        if (!Uri.TryCreate(body.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            return ApiProblem.BadRequest("'base_url' must be an http or https address without a query, such as https://api.example.com/v1.", "base_url");
        }

        if (body.Models is not { Count: > 0 and <= MaxModels } || !body.Models.All(model => model is not null && Mapping().IsMatch(model))
            || body.Models.Select(model => model.Split('=')[0]).Distinct(StringComparer.Ordinal).Count() < body.Models.Count)
        {
            return ApiProblem.BadRequest($"'models' must hold 1 to {MaxModels} different names of models, or name=name-there.", "models");
        }

        if (body.ApiKey is { } key && (key.Length is 0 or > 4096 || key.Any(character => character is < '!' or > '~')))
        {
            return ApiProblem.BadRequest("'api_key' must be 1 to 4096 printable ASCII characters.", "api_key");
        }

        if (body.Prices?.Keys.FirstOrDefault(model => !body.Models.Any(name => name.Split('=')[0] == model)) is { } other)
        {
            return ApiProblem.BadRequest($"'{other}' is none of 'models'.", $"prices.{other}");
        }

        if (body.Prices?.FirstOrDefault(price => price.Value is not { IsWithinBounds: true }) is { Key: { } model })
        {
            return ApiProblem.BadRequest($"A price must be at most {Price.Max / 1_000_000} for a million tokens.", $"prices.{model}");
        }

        return GenerationRules.Within(body.TimeoutSeconds, "timeout_seconds", 1, MaxTimeout) ?? GenerationRules.Within(body.DefaultMaxTokens, "default_max_tokens", 1, MaxTokens);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}(=[^\s=]{1,200})?\z")]
    private static partial Regex Mapping();
}
