using System.Text;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>What is not even HTTP, or breaks off: refused or closed, never answered with a fault.</summary>
public sealed class MalformedConnectionTests(SharedSilo shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const string Start = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer {key}\r\n";

    public static TheoryData<string, string, int> Requests => new()
    {
        { "not HTTP", "hello\r\n\r\n", 400 },
        { "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400 },
        { "HTTP/0.9", "GET /v1/models\r\n\r\n", 505 },
        { "HTTP/3.0", "GET /v1/models HTTP/3.0\r\n\r\n", 505 },
        { "no host", "GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n", 400 },
        { "path without slash", "GET v1/models HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "NUL in the path", "GET /v1/\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "encoded NUL in the path", "GET /v1/models/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "header without colon", "GET /v1/models HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400 },
        { "control character in the key", "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer a\u0001b\r\n\r\n", 401 },
        { "NUL in the key", "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer a\0b\r\n\r\n", 400 },
        { "200 headers", $"GET /v1/models HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"x-{i}: y\r\n"))}\r\n", 431 },
        { "64 kB of one header", $"GET /v1/models HTTP/1.1\r\nHost: x\r\nx: {new string('y', 65_536)}\r\n\r\n", 431 },
        { "20 kB address", $"GET /v1/models?{new string('x', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "negative length", Start + "Content-Length: -1\r\n\r\n{}", 400 },
        { "length that is no number", Start + "Content-Length: ten\r\n\r\n{}", 400 },
        { "two lengths", Start + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400 },
        { "enormous length", Start + "Content-Length: 99999999999999999999\r\n\r\n{}", 400 },
        { "length beyond the limit", Start + "Content-Length: 99999999999\r\n\r\n{}", 413 },
        { "length and chunks", Start + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "unknown transfer encoding", Start + "Transfer-Encoding: nonsense\r\n\r\n{}", 400 },
        { "chunk size that is no number", Start + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400 },
        { "negative chunk size", Start + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n", 400 },
        { "enormous chunk size", Start + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n", 400 },
        { "chunk longer than said", Start + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}}}\r\n0\r\n\r\n", 400 },
        { "chunks of broken JSON", Start + "Transfer-Encoding: chunked\r\n\r\n2\r\n{x\r\n0\r\n\r\n", 400 },
        { "body shorter than said", Start + "Content-Length: 100\r\n\r\n{", 0 },
        { "chunks that break off", Start + "Transfer-Encoding: chunked\r\n\r\n10\r\n{", 0 },
        { "expectation that nobody meets", Start + "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}", 400 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Connection_Malformed_RefusedOrClosed(string name, string request, int status)
    {
        using var connection = await RawConnection.OpenAsync(shared.Silo.Address);
        await connection.SendAsync(request.Replace("{key}", shared.Silo.ApiKey));
        if (status == 0)
        {
            connection.EndSending();
        }

        var answer = await connection.ReadAnswerAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);

        (answer?.Status ?? 0).ShouldBe(status, name);
        if (answer is { Body.Length: > 0 })
        {
            answer.Error["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        }

        (await shared.Client.ChatAsync(ChatBody.Ask("What is the capital of France?", 1))).Text().ShouldBe("The");
    }

    [Fact]
    public async Task Connection_OpenedAndLeft_HarmsNobody()
    {
        for (var i = 0; i < 50; i++)
        {
            using var connection = await RawConnection.OpenAsync(shared.Silo.Address);
            await connection.SendAsync(Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Le"));
        }

        (await shared.Client.ChatAsync(ChatBody.Ask("What is the capital of France?", 1))).Text().ShouldBe("The");
    }
}
