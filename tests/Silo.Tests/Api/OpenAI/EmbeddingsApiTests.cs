using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class EmbeddingsApiTests(SharedSilo shared)
{
    [Fact]
    public async Task Vector_FloatAndBase64_Same()
    {
        var numbers = (await EmbedAsync("float"))["embedding"]!.AsArray().Select(value => value!.GetValue<float>()).ToArray();
        var bytes = Convert.FromBase64String((await EmbedAsync("base64"))["embedding"]!.GetValue<string>());

        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe(numbers);
        numbers.Length.ShouldBe(256);
    }

    [Fact]
    public async Task Answer_ListOfTexts_OneVectorEachInOrder()
    {
        JsonObject body = new() { ["model"] = ChatBody.Model, ["input"] = new JsonArray("a cat", "a dog", "a cat") };

        var data = (await shared.Client.PostAsync("/v1/embeddings", body)).With(200).Json["data"]!.AsArray();

        data.Select(item => item!["index"]!.GetValue<int>()).ShouldBe([0, 1, 2]);
        data[0]!["embedding"]!.ToJsonString().ShouldBe(data[2]!["embedding"]!.ToJsonString());
        data[0]!["embedding"]!.ToJsonString().ShouldNotBe(data[1]!["embedding"]!.ToJsonString());
    }

    private async Task<JsonNode> EmbedAsync(string format)
    {
        JsonObject body = new() { ["model"] = ChatBody.Model, ["input"] = "The cat sat on the mat.", ["encoding_format"] = format };
        return (await shared.Client.PostAsync("/v1/embeddings", body)).With(200).Json["data"]![0]!;
    }
}
