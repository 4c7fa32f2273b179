using System.Buffers;
using System.Runtime.CompilerServices;
using LlmGateway.Grains.Calls;
using LlmGateway.Silo.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LlmGateway.Silo.Calls;

/// <summary>Answers requests of Orleans clients with the pipeline that answers HTTP: keys, permissions, limits, bills, logs and audit are the same.</summary>
[GrainType("gateway"), PreferLocalPlacement, Reentrant]
internal sealed class GatewayGrain(RequestPipeline pipeline, IOptions<GatewayOptions> options) : Grain, IGatewayGrain
{
    public async IAsyncEnumerable<GatewayAnswer> SendAsync(GatewayRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Address, UriKind.Absolute, out _))
        {
            throw new ArgumentException("The address must be absolute, such as https://gateway/v1/models.", nameof(request));
        }

        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var exchange = new GrainExchange(request, options.Value.MaxBodyBytes, left.Token);

        // Beside the grain's turns, and without what the client's call carries.
        Task answering;
        using (ExecutionContext.SuppressFlow())
        {
            answering = Task.Run(() => pipeline.AnswerAsync(exchange), CancellationToken.None);
        }

        var whole = false;
        try
        {
            yield return await exchange.Started;
            while (await exchange.Body.ReadAsync(left.Token) is var read && (!read.IsCompleted || !read.Buffer.IsEmpty))
            {
                var bytes = read.Buffer.ToArray();
                exchange.Body.AdvanceTo(read.Buffer.End);
                if (bytes.Length > 0)
                {
                    yield return new GatewayAnswerBody(bytes);
                }
            }

            whole = true;
        }
        finally
        {
            if (!whole)
            {
                await left.CancelAsync();
            }

            await exchange.Body.CompleteAsync();
            await answering;
        }
    }
}
