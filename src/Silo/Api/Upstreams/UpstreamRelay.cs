using System.Text.Json;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Upstreams;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Telemetry;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>Passes requests on to upstreams: admitted, billed by the usage that the upstream tells, bodies untouched but for the model's name.</summary>
internal sealed partial class UpstreamRelay(SiloRoutes routes, ReplicaClient replicas, Admission admission, UpstreamClient client, DrainDeadline drain, InferenceMetrics metrics, ILogger<UpstreamRelay> logger)
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;
    private const string Version = "/v1";
    private const string Embeddings = "embeddings";

    /// <summary>Answers a request whose model has an upstream and no replica that is ready.</summary>
    /// <returns>Null if the request is none of an upstream's.</returns>
    public async ValueTask<IResult?> TryAnswerAsync(HttpContext http, byte[] bytes)
    {
        if (!routes.HasUpstreams)
        {
            return null;
        }

        var body = RequestBody.WithoutMark(bytes);
        if (RequestOutline.Read(body.Span) is not { } outline || routes.Find(outline.Model) is not { Upstreams.Length: > 0 } route
            || replicas.Choose(route) is not null || Choose(route, outline.Model) is not { } upstream || OperationOf(http) is not { } operation)
        {
            return null;
        }

        var facts = RequestFacts.Of(http);
        (facts.Model, facts.UserId, facts.Operation) = (outline.Model, outline.EndUser, operation);
        if (!http.AllowsModel(route.Name))
        {
            return ApiProblem.Forbidden($"This API key may not use the model '{route.Name}'.", "model", "model_not_allowed");
        }

        return outline.Problem is { } problem ? ApiProblem.BadRequest(problem, outline.Param) : await AnswerAsync(http, body, outline, route, upstream, operation);
    }

    // Whoever names a version wants no other one.
    private static Upstream? Choose(ModelRoute route, string model) => model.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at
        ? route.Upstreams.FirstOrDefault(upstream => upstream.Name == model[(at + 1)..])
        : route.Upstreams[route.Upstreams.Length == 1 ? 0 : Random.Shared.Next(route.Upstreams.Length)];

    // The gateway's names of what upstreams can do.
    private static string? OperationOf(HttpContext http) => http.Request.Path.Value switch
    {
        "/v1/chat/completions" => "chat",
        "/v1/completions" => "text_completion",
        "/v1/embeddings" => Embeddings,
        _ => null,
    };

    private async Task<IResult> AnswerAsync(HttpContext http, ReadOnlyMemory<byte> body, RequestOutline outline, ModelRoute route, Upstream upstream, string operation)
    {
        var facts = RequestFacts.Of(http);
        (facts.Version, facts.Stream, facts.Metadata) = (upstream.Name, outline.Stream, outline.Metadata);
        http.Response.Headers["x-gateway-model"] = $"{route.Name}@{upstream.Name}";
        var newTokens = operation == Embeddings ? 0 : outline.MaxTokens ?? upstream.DefaultMaxTokens * outline.Answers;
        // A token stands for at least one byte.
        var admitted = await admission.AdmitAsync(http, new RequestPlan(operation, route, upstream.Name, body.Length, newTokens) { Version = upstream.Name });
        if (admitted.Failed)
        {
            return admitted.Problem;
        }

        await using var request = admitted.Value;
        using var timer = metrics.Start(operation, route);
        var result = await RelayAsync(http, BodyRewrite.For(body, outline, upstream.Models[route.Name]), outline, upstream, request, timer);
        if (result is not null)
        {
            await request.FailAsync();
            await result.ExecuteAsync(http);
        }

        return Results.Empty;
    }

    // The problem to answer with, or null if the answer went out.
    private async Task<IResult?> RelayAsync(HttpContext http, ReadOnlyMemory<byte> body, RequestOutline outline, Upstream upstream, AdmittedRequest request, GenerationTimer timer)
    {
        // A client that leaves, or whose key is revoked, does not stop a whole answer: the upstream bills it, and so do we.
        using var limit = outline.Stream
            ? CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, http.KeyRevoked(), drain.Token)
            : CancellationTokenSource.CreateLinkedTokenSource(drain.Token);
        limit.CancelAfter(upstream.Timeout);
        var model = request.Plan.Route.Name;
        try
        {
            using var answer = await client.PostAsync(upstream, PathOf(http), body, limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                LogRefusal(upstream.Name, request.Id, (int)answer.StatusCode);
                return await RefusalAsync(answer, model, limit.Token);
            }

            request.Accepted();
            if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                return await RelayStreamAsync(new UpstreamStream(http, outline, upstream, request, limit, drain.Token), answer, upstream, request, timer);
            }

            return await RelayWholeAsync(http, answer, upstream, request, timer, limit.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            RequestFacts.Of(http).ClientLeft = true;
            throw;
        }
        catch (OperationCanceledException)
        {
            if (UpstreamProblems.CutOff(http, drain.Token) is { } cutOff)
            {
                return cutOff;
            }

            LogFailure(upstream.Name, request.Id, "it took too long");
            return UpstreamProblems.TimedOut(model);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            LogFailure(upstream.Name, request.Id, e.Message);
            return e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
                ? UpstreamProblems.Unreachable(model)
                : UpstreamProblems.Broken(model);
        }
    }

    private async Task<IResult?> RelayStreamAsync(
        UpstreamStream stream, HttpResponseMessage answer, Upstream upstream, AdmittedRequest request, GenerationTimer timer)
    {
        timer.Complete(await stream.RelayAsync(answer.Content));
        if (stream.UsageMissing)
        {
            LogNoUsage(upstream.Name, request.Id);
        }

        return null;
    }

    private async Task<IResult?> RelayWholeAsync(
        HttpContext http, HttpResponseMessage answer, Upstream upstream, AdmittedRequest request, GenerationTimer timer, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(answer.Content, cancellationToken);
        if (UpstreamUsage.Read(body, out _) is not { } usage)
        {
            if (!IsObject(body))
            {
                LogFailure(upstream.Name, request.Id, "its answer is no JSON object");
                return UpstreamProblems.Broken(request.Plan.Route.Name);
            }

            LogNoUsage(upstream.Name, request.Id);
            usage = Estimate(request, body.Length);
        }

        request.TextCame();
        var output = http.Response.BodyWriter;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? "application/json";
        http.Response.ContentLength = body.Length;
        body.CopyTo(output.GetSpan(body.Length));
        output.Advance(body.Length);
        var tokens = ToTokens(usage);
        timer.Complete(tokens);
        await request.SettleAsync(tokens, LedgerStatus.Completed, usage.Reasoning);
        await output.FlushAsync(http.RequestAborted);
        return null;
    }

    /// <summary>What is billed where the upstream tells nothing: a token for every four bytes.</summary>
    public static UpstreamUsage Estimate(AdmittedRequest request, long answerBytes) => new(Math.Max(1, request.Plan.PromptTokens / 4), 0, (answerBytes + 3) / 4, 0);

    public static TokenUsage ToTokens(UpstreamUsage usage) => new((int)usage.Prompt, (int)usage.Completion, (int)usage.Cached);

    private static string PathOf(HttpContext http) => http.Request.Path.Value![Version.Length..];

    // What the client did wrong it is told in the upstream's words; what it can't help, in ours.
    private static async Task<IResult> RefusalAsync(HttpResponseMessage answer, string model, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        if (status is not (400 or 404 or 409 or 413 or 415 or 422 or 429))
        {
            return UpstreamProblems.Refused(model, status);
        }

        var body = await ReadAsync(answer.Content, cancellationToken);
        return IsObject(body) ? new UpstreamRefusal(status, body, answer.Headers.RetryAfter?.ToString()) : UpstreamProblems.Unreadable(model, status);
    }

    private static bool IsObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} failed request {RequestId}: {Reason}")]
    private partial void LogFailure(string upstream, string requestId, string reason);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} refused request {RequestId} with status {Status}")]
    private partial void LogRefusal(string upstream, string requestId, int status);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} told no believable usage for request {RequestId}; it is estimated")]
    private partial void LogNoUsage(string upstream, string requestId);
}
