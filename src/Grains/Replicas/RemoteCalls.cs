using System.Runtime.CompilerServices;

namespace LlmGateway.Grains.Replicas;

/// <summary>A replica on another silo: the loss of that silo becomes a value, and a cancellation an end with its count.</summary>
internal static class RemoteCalls
{
    private const int Batch = 32; // Tokens that are ready together cross the network together; slow ones go at once.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(15); // Above that of a replica with its worker.

    public static async IAsyncEnumerable<GenerationChunk> GenerateChunksAsync(
        this IModelReplicaGrain replica, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The token itself would end the enumeration without the count: the replica is asked to cancel, and its answer is waited for.
        var call = Guid.NewGuid().ToString("n");
        using CancellationTokenSource giveUp = new();
        await using var chunks = replica.GenerateAsync(request with { CallId = call }, CancellationToken.None).WithBatchSize(Batch).GetAsyncEnumerator(giveUp.Token);
        using var patience = cancellationToken.UnsafeRegister(_ => giveUp.CancelAfter(CancelPatience), null);
        CancellationTokenRegistration cancelling = default;
        try
        {
            while (true)
            {
                GenerationChunk? chunk;
                try
                {
                    chunk = await chunks.MoveNextAsync() ? chunks.Current : null;
                }
                catch (Exception e) when (IsLoss(e) || giveUp.IsCancellationRequested)
                {
                    chunk = new GenerationFailedChunk(Lost());
                }

                if (chunk is GenerationStartedChunk)
                {
                    // Not before: a cancellation must not overtake the call.
                    cancelling = cancellationToken.UnsafeRegister(_ => _ = CancelAsync(replica, call), null);
                }

                if (chunk is not null)
                {
                    yield return chunk;
                }

                if (chunk is null or GenerationFailedChunk)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await cancelling.DisposeAsync();
        }
    }

    public static async Task<ReplicaResult<T>> CallAsync<T>(Task<ReplicaResult<T>> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (Exception e) when (IsLoss(e))
        {
            return new ReplicaResult<T>(null, Lost());
        }
    }

    private static async Task CancelAsync(IModelReplicaGrain replica, string call)
    {
        try
        {
            await replica.CancelAsync(call, CancellationToken.None);
        }
        catch (Exception e) when (IsLoss(e))
        {
            // Then the stream is lost too, and says so.
        }
    }

    private static bool IsLoss(Exception e) => e is SiloUnavailableException or OrleansMessageRejectionException or EnumerationAbortedException or TimeoutException;

    private static ReplicaError Lost() => new(ReplicaErrorCode.Unavailable, "The silo that computed the answer was lost. Try again.");
}
