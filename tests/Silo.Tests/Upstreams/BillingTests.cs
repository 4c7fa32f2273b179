namespace LlmGateway.Silo.Tests.Upstreams;

[Collection(nameof(UpstreamTests))]
public sealed class BillingTests(UpstreamSilo shared)
{
    private const long Million = 1_000_000;

    [Fact]
    public async Task Usage_OfAWholeAnswer_IsBilledExactly()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);

        shared.Ledger(answer).ShouldBe(new LedgerEntry("completed", 100, 40, 20, 5, 100 * Million));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":1}""")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":-1}""")]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0}""")]
    [InlineData("""{"prompt_tokens":5}""")]
    [InlineData("""{"prompt_tokens":"5","completion_tokens":"5"}""")]
    [InlineData("""{"prompt_tokens":[5],"completion_tokens":{"a":1}}""")]
    [InlineData("""{"prompt_tokens":1.5,"completion_tokens":2.5}""")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""")]
    [InlineData("""{"prompt_tokens":99999999999,"completion_tokens":1}""")]
    [InlineData("""{"prompt_tokens":1e400,"completion_tokens":1}""")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":6}}""")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":-6}}""")]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"completion_tokens_details":{"reasoning_tokens":-1}}""")]
    public async Task Usage_NotToBeBelieved_IsEstimatedFromTheBytes(string? usage)
    {
        var body = Answers.WithUsage(usage);
        await using UpstreamServer server = new(call => call.AnswerAsync(body));
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);

        answer.Body.ShouldBe(body);
        var (input, output) = (Answers.Ask(model).ToJsonString().Length / 4, (System.Text.Encoding.UTF8.GetByteCount(body) + 3) / 4);
        shared.Ledger(answer).ShouldBe(new LedgerEntry("completed", input, 0, output, 0, (input + output) * Million));
        await shared.Silo.WaitForOutputAsync($"Upstream up-{model} told no believable usage for request {answer.Headers["x-request-id"]}");
    }

    [Theory]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":null,"completion_tokens_details":null}""", 1)]
    [InlineData("""{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":null,"x":[{}]},"x":{"y":[1]}}""", 1)]
    [InlineData("""{"prompt_tokens":5,"total_tokens":5}""", 0)]
    public async Task Usage_InOtherDress_IsBilledExactly(string usage, int output)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.WithUsage(usage)));
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);

        shared.Ledger(answer).ShouldBe(new LedgerEntry("completed", 5, 0, output, 0, (5 + output) * Million));
    }
}
