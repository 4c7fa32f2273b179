namespace LlmGateway.Silo.Calls;

/// <summary>What answers a request after Kestrel has read it, so that requests can come from elsewhere too.</summary>
internal sealed class RequestPipeline(IHttpContextFactory contexts)
{
    private RequestDelegate? _pipeline;

    /// <summary>Answers requests with what comes next in <paramref name="app"/>.</summary>
    public static void Capture(IApplicationBuilder app) =>
        app.Use(next => app.ApplicationServices.GetRequiredService<RequestPipeline>()._pipeline = next);

    /// <summary>Answers a request. The task ends when the answer is complete.</summary>
    public async Task AnswerAsync(GrainExchange exchange)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The silo is still starting.");
        var http = contexts.Create(exchange.Features);
        try
        {
            await pipeline(http);
            await exchange.CompleteAsync();
        }
        catch (Exception e)
        {
            exchange.Break(e);
        }
        finally
        {
            await exchange.FinishAsync();
            contexts.Dispose(http);
        }
    }
}
