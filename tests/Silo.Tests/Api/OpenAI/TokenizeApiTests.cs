using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class TokenizeApiTests(SharedSilo shared)
{
    [Theory]
    [InlineData("The cat sat on the mat.")]
    [InlineData("Zoë's 猫 🐈 <|im_end|>\n\ttab")]
    public async Task Detokenize_TokensOfText_TheText(string text)
    {
        var tokens = (await shared.Client.PostAsync("/v1/tokenize", new JsonObject { ["model"] = ChatBody.Model, ["text"] = text })).With(200).Json;
        tokens["count"]!.GetValue<int>().ShouldBe(tokens["tokens"]!.AsArray().Count);
        tokens["max_model_len"]!.GetValue<int>().ShouldBe(1024);

        var back = await shared.Client.PostAsync("/v1/detokenize", new JsonObject { ["model"] = ChatBody.Model, ["tokens"] = tokens["tokens"]!.DeepClone() });

        back.With(200).Json["text"]!.GetValue<string>().ShouldBe(text);
    }

    [Fact]
    public async Task Tokenize_Messages_AsManyAsTheAnswerCosts()
    {
        var body = ChatBody.Ask("What is the capital of France?");

        var tokens = (await shared.Client.PostAsync("/v1/tokenize", body)).With(200).Json["count"]!.GetValue<int>();

        (await shared.Client.ChatAsync(body)).With(200).Json["usage"]!["prompt_tokens"]!.GetValue<int>().ShouldBe(tokens);
    }
}
