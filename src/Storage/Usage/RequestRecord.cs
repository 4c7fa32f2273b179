namespace LlmGateway.Storage;

/// <summary>What is committed before the answer to a request ends: all of it or nothing.</summary>
/// <param name="Ledger">What the request cost.</param>
/// <param name="Answer">The answer, where the client gave an idempotency key.</param>
public sealed record RequestRecord(LedgerRow Ledger, StoredAnswerRow? Answer = null);
