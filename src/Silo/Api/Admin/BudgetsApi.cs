using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/budgets</c>.</summary>
internal static class BudgetsApi
{
    private const int MaxShares = 10;
    private static readonly double[] DefaultShares = [0.5, 0.8, 1];

    public static void MapBudgets(this IEndpointRouteBuilder routes)
    {
        var budgets = routes.MapGroup("/tenants/{tenant}/budgets").WithTags("Limits");
        budgets.MapGet("", GetAsync).Requires(Permissions.BudgetsRead).Produces<IReadOnlyList<BudgetView>>().Produces<ApiErrorBody>(404).WithSummary("A tenant's budgets and how they stand.");
        budgets.MapPut("", PutAsync).Requires(Permissions.BudgetsWrite).Accepts<IReadOnlyList<BudgetBody>>("application/json").Produces<IReadOnlyList<BudgetView>>().Produces<ApiErrorBody>(404)
            .Audited("budgets.set").WithSummary("Replaces a tenant's budgets; at most one for the day and one for the month.");
    }

    private static async Task<IResult> GetAsync(string tenant, IGrainFactory grains, IOptions<GatewayOptions> options)
    {
        if (!TenantsApi.IsId(tenant) || await grains.GetTenant(tenant).GetAsync() is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        var budgets = await grains.GetRateLimits(tenant).GetBudgetsAsync();
        return TypedResults.Json([.. budgets.Select(budget => BudgetView.From(budget, options.Value.Currency))], AdminJson.Default.IReadOnlyListBudgetView);
    }

    private static async Task<IResult> PutAsync(string tenant, HttpContext http, IGrainFactory grains, IOptions<GatewayOptions> options)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.IReadOnlyListBudgetBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (Check(body.Value, options.Value.Currency) is { } problem)
        {
            return problem;
        }

        if (!TenantsApi.IsId(tenant) || await grains.GetTenant(tenant).GetAsync() is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        await grains.GetRateLimits(tenant).SetBudgetsAsync([.. body.Value.Select(ToBudget)]);
        return await GetAsync(tenant, grains, options);
    }

    private static Budget ToBudget(BudgetBody body) => new()
    {
        Period = body.Period == "day" ? BudgetPeriod.Day : BudgetPeriod.Month,
        AmountMicros = body.Amount,
        Hard = body.Hard ?? true,
        AlertAt = [.. body.AlertAt ?? DefaultShares],
    };

    private static ApiProblem? Check(IReadOnlyList<BudgetBody?> budgets, string currency)
    {
        for (var i = 0; i < budgets.Count; i++)
        {
            var budget = budgets[i];
            if (budget is null || budget.Period is not ("day" or "month"))
            {
                return ApiProblem.BadRequest("'period' must be day or month.", $"[{i}].period");
            }

            if (budgets.Take(i).Any(other => other!.Period == budget.Period))
            {
                return ApiProblem.BadRequest($"There can be one budget for the {budget.Period}.", $"[{i}].period");
            }

            if (budget.Currency is not null && budget.Currency != currency)
            {
                return ApiProblem.BadRequest($"Budgets are kept in {currency}, the currency of this gateway (LLMGW:Currency), not in '{budget.Currency}'.", $"[{i}].currency");
            }

            if (budget.AlertAt is { Count: > MaxShares } || budget.AlertAt?.Any(share => share is not (> 0 and <= 1)) is true)
            {
                return ApiProblem.BadRequest($"'alert_at' holds at most {MaxShares} shares above 0, to 1.", $"[{i}].alert_at");
            }
        }

        return null;
    }
}
