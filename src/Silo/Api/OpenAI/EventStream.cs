using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Turns a generation into a stream of events; what the events look like is its user's.</summary>
internal static class EventStream
{
    /// <param name="http">The request.</param>
    /// <param name="generation">Accepted by its replica.</param>
    /// <param name="pingInterval">Pause between comments while the first text is waited for.</param>
    /// <param name="begin">Writes what comes before the text.</param>
    /// <param name="text">Writes a piece of text.</param>
    /// <param name="end">Writes the end, without <c>[DONE]</c>.</param>
    public static async Task WriteAsync(
        HttpContext http,
        Generation generation,
        TimeSpan pingInterval,
        Func<SseWriter, Task> begin,
        Func<SseWriter, string, ValueTask> text,
        Func<SseWriter, GenerationFinishedChunk, Task> end)
    {
        using var events = new SseWriter(http);
        await begin(events);
        await generation.FirstAsync(pingInterval, () => events.WritePingAsync().AsTask());
        do
        {
            switch (generation.Current)
            {
                case TextChunk chunk:
                    await text(events, chunk.Text);
                    break;
                case GenerationFinishedChunk finished:
                    // The end goes out when the request's cost is committed.
                    events.Hold();
                    await end(events, finished);
                    await events.WriteDoneAsync();
                    await generation.SettleAsync();
                    await events.ReleaseAsync();
                    return;
                case GenerationFailedChunk failed:
                    await generation.SettleAsync();
                    // The status has gone out: the error is an event, and no [DONE] follows it.
                    await events.WriteAsync(new ApiErrorBody(ApiProblem.From(failed.Error, null).Error), ApiJson.Wire.ApiErrorBody);
                    return;
            }
        }
        while (await generation.NextAsync());
    }
}
