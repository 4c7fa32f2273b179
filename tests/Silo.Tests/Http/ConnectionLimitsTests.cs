using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Http;

public sealed class ConnectionLimitsTests
{
    private const string Health = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Headers_SlowOrLarge_Refused()
    {
        await using var silo = await SiloProcess.StartAsync("--set", "LLMGW:HeadersTimeout=00:00:01", "--set", "LLMGW:MaxHeaderBytes=4096", "--set", "LLMGW:MaxHeaders=10", "--set", "LLMGW:MaxRequestLineBytes=1024");

        (await AskAsync(silo, "GET /health/live HTTP/1.1\r\nHost: x\r\nx-half")).ShouldBe(408);
        (await AskAsync(silo, $"GET /health/live HTTP/1.1\r\nHost: x\r\nx: {new string('y', 5000)}\r\n\r\n")).ShouldBe(431);
        (await AskAsync(silo, $"GET /health/live HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 11).Select(i => $"x-{i}: y\r\n"))}\r\n")).ShouldBe(431);
        (await AskAsync(silo, $"GET /health/live?{new string('x', 1100)} HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldBe(414);
        (await AskAsync(silo, Health)).ShouldBe(200);
    }

    [Fact]
    public async Task Body_TricklesIn_CutOff()
    {
        await using var silo = await SiloProcess.StartAsync("--set", "LLMGW:MinBytesPerSecond=1000000");

        var status = await AskAsync(silo, $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {silo.ApiKey}\r\nContent-Length: 1000\r\n\r\n{{");

        status.ShouldBeOneOf(400, 408);
    }

    [Fact]
    public async Task Stream_SlowerThanThePace_GoesOn()
    {
        // Its events come at far less than a megabyte a second: what counts is only whether the client takes them.
        await using var silo = await SiloProcess.StartAsync([.. Life.LongContext.Arguments, "--set", "LLMGW:MinBytesPerSecond=1000000"]);
        using var client = silo.Client();

        (await client.StreamAsync(ChatBody.Long(3000)))[^1].ShouldBe("data: [DONE]");
    }

    [Fact]
    public async Task Connections_MoreThanAllowed_ClosedAtOnce()
    {
        await using var silo = await SiloProcess.StartAsync("--set", "LLMGW:MaxConnections=4");
        List<RawConnection> connections = [];
        var closed = 0;
        for (var i = 0; i < 8; i++)
        {
            var connection = await RawConnection.OpenAsync(silo.Address);
            connections.Add(connection);
            await connection.SendAsync(Health);
            closed += await connection.ReadAnswerAsync().WaitAsync(Limit, TestContext.Current.CancellationToken) is null ? 1 : 0;
        }

        connections.ForEach(connection => connection.Dispose());

        closed.ShouldBeInRange(4, 5); // The test's own look at the health may hold one.
        await silo.WaitUntilReadyAsync(Limit);
    }

    private static async Task<int> AskAsync(SiloProcess silo, string request)
    {
        using var connection = await RawConnection.OpenAsync(silo.Address);
        await connection.SendAsync(request);
        return (await connection.ReadAnswerAsync().WaitAsync(Limit, TestContext.Current.CancellationToken))?.Status ?? 0;
    }
}
