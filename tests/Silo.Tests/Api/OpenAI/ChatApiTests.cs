using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class ChatApiTests(SharedSilo shared)
{
    private const string Question = "What is the capital of France?";

    [Fact]
    public async Task Answer_Whole_AsCommitted()
    {
        var answer = await shared.Client.ChatAsync(ChatBody.Ask(Question));

        answer.With(200).Json.ShouldMatch("chat.json");
        answer.Headers["Content-Type"].ShouldStartWith("application/json");
    }

    [Fact]
    public async Task Answer_MostTokensReached_EndsWithLength()
    {
        var choice = (await shared.Client.ChatAsync(ChatBody.Ask(Question, 2))).With(200).Json["choices"]![0]!;

        choice["finish_reason"]!.GetValue<string>().ShouldBe("length");
        choice["message"]!["content"]!.GetValue<string>().ShouldBe("The capital");
    }

    [Fact]
    public async Task Answer_StopText_EndsBeforeIt()
    {
        var body = ChatBody.Ask(Question);
        body["stop"] = " of";

        var choice = (await shared.Client.ChatAsync(body)).With(200).Json["choices"]![0]!;

        choice["finish_reason"]!.GetValue<string>().ShouldBe("stop");
        choice["message"]!["content"]!.GetValue<string>().ShouldBe("The capital");
    }

    [Fact]
    public async Task Answer_ContentInParts_SameAsText()
    {
        var body = ChatBody.Ask("");
        body["messages"]![0]!["content"] = JsonNode.Parse("""[{"type":"text","text":"What is the "},{"type":"text","text":"capital of France?"}]""");

        (await shared.Client.ChatAsync(body)).Text().ShouldBe("The capital of France is Paris.");
    }

    [Fact]
    public async Task Answer_ModelWithVersion_NamedAsAskedFor()
    {
        var body = ChatBody.Ask(Question);
        body["model"] = "gateway-tiny@v1";

        (await shared.Client.ChatAsync(body)).With(200).Json["model"]!.GetValue<string>().ShouldBe("gateway-tiny@v1");
    }

    [Theory]
    [InlineData("""{"metadata":{"a":"b"},"store":false,"service_tier":"auto","prompt_cache_key":"x","safety_identifier":"y","parallel_tool_calls":true}""")]
    [InlineData("""{"no_such_parameter":[1,{"a":null}],"modalities":["text"],"verbosity":"low","reasoning_effort":"low"}""")]
    [InlineData("""{"stop":null,"n":null,"seed":null,"stream":null,"tools":null,"logit_bias":null,"response_format":null,"user":null}""")]
    [InlineData("""{"n":1,"top_p":0,"min_p":0,"top_k":0,"tools":[],"tool_choice":"none","logprobs":false,"stop":[],"logit_bias":{},"response_format":{"type":"text"}}""")]
    public async Task Answer_ExtraParameters_Accepted(string extra)
    {
        var body = ChatBody.Ask(Question);
        foreach (var (name, value) in JsonNode.Parse(extra)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        (await shared.Client.ChatAsync(body)).Text().ShouldBe("The capital of France is Paris.");
    }

    [Fact]
    public async Task Answer_PromptBeyondContext_ContextLengthExceeded()
    {
        var answer = await shared.Client.ChatAsync(ChatBody.Ask(string.Join(' ', Enumerable.Repeat("cat", 2000))));

        answer.With(400).Error["code"]!.GetValue<string>().ShouldBe("context_length_exceeded");
        answer.Error["param"]!.GetValue<string>().ShouldBe("messages");
    }
}
