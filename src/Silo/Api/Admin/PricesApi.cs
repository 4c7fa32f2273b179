using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Prices;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/prices</c>.</summary>
internal static class PricesApi
{
    private const int MaxModelName = 200;

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/prices").WithTags("Usage");
        prices.MapGet("", ListAsync).Requires(Permissions.PricesRead, PermissionPlace.Platform).Produces<ListView<PriceView>>().WithSummary("All prices, by model and date. A model without a price costs nothing.");
        prices.MapPost("", SetAsync).Requires(Permissions.PricesWrite, PermissionPlace.Platform).Accepts<PriceBody>("application/json").Produces<PriceView>(201).Audited("prices.set").WithSummary("Sets a model's price from a moment on.");
        prices.MapDelete("/{model}", RemoveAsync).Requires(Permissions.PricesWrite, PermissionPlace.Platform).Produces(204).Produces<ApiErrorBody>(404).Audited("prices.remove").WithSummary("Removes a price; the earlier one holds again.");
    }

    private static async Task<IResult> ListAsync(string? model, IGrainFactory grains, IOptions<GatewayOptions> options)
    {
        var table = await grains.GetPriceBook().GetAsync();
        List<PriceView> views =
        [
            .. table.Models.Where(entry => model is null || entry.Key == model).OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .SelectMany(entry => entry.Value).Select(price => PriceView.From(price, options.Value.Currency)),
        ];
        return TypedResults.Json(new ListView<PriceView>("list", views, false, views.FirstOrDefault()?.Model, views.LastOrDefault()?.Model), AdminJson.Default.ListViewPriceView);
    }

    private static async Task<IResult> SetAsync(HttpContext http, IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.PriceBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (Check(body.Value, options.Value.Currency) is { } problem)
        {
            return problem;
        }

        var price = body.Value.ToPrice(body.Value.Model, body.Value.ValidFrom ?? time.GetUtcNow());
        await grains.GetPriceBook().SetAsync(price);
        return TypedResults.Json(PriceView.From(price, options.Value.Currency), AdminJson.Default.PriceView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(string model, [FromQuery(Name = "valid_from")] string? validFrom, IGrainFactory grains)
    {
        if (!DateTimeOffset.TryParse(validFrom, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var from))
        {
            return ApiProblem.BadRequest("'valid_from' must be the price's date and time, such as 2026-01-31T00:00:00Z.", "valid_from");
        }

        return await grains.GetPriceBook().RemoveAsync(model, from)
            ? TypedResults.NoContent()
            : ApiProblem.NotFound($"'{model}' has no price from {from:O}.");
    }

    private static ApiProblem? Check(PriceBody body, string currency)
    {
        if (string.IsNullOrWhiteSpace(body.Model) || body.Model.Length > MaxModelName)
        {
            return ApiProblem.BadRequest($"'model' must have 1 to {MaxModelName} characters.", "model");
        }

        if (body.Currency is not null && body.Currency != currency)
        {
            return ApiProblem.BadRequest($"Prices are kept in {currency}, the currency of this gateway (LLMGW:Currency), not in '{body.Currency}'.", "currency");
        }

        return Within(body.Input, "input") ?? Within(body.CachedInput ?? 0, "cached_input") ?? Within(body.Output, "output");
    }

    private static ApiProblem? Within(long micros, string param) =>
        micros <= Price.Max ? null : ApiProblem.BadRequest($"'{param}' must be at most {Price.Max / 1_000_000} for a million tokens.", param);
}
