namespace LlmGateway.Grains.RateLimits;

/// <summary>Why a request was not admitted.</summary>
/// <param name="Kind">Which limit.</param>
/// <param name="Scope">Whose limit, in words for the user: this tenant, this API key, the model x.</param>
/// <param name="Limit">The limit; for a budget in millionths of the currency.</param>
/// <param name="Used">What is used of it, reservations included.</param>
/// <param name="Requested">What the request asked for.</param>
/// <param name="RetryAfter">When it can be admitted at the earliest; null if never as it is, or not before the budget's next period.</param>
[GenerateSerializer, Immutable, Alias("llmgw.admission-denial")]
public sealed record AdmissionDenial(LimitKind Kind, string Scope, long Limit, long Used, long Requested, TimeSpan? RetryAfter);
