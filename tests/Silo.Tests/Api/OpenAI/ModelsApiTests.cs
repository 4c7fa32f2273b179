using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class ModelsApiTests(SharedSilo shared)
{
    [Fact]
    public async Task List_ReadyModel_AsCommitted() => (await shared.Client.GetAsync("/v1/models")).With(200).Json.ShouldMatch("models.json");

    [Theory]
    [InlineData("gateway-tiny")]
    [InlineData("gateway-tiny@v1")]
    public async Task Get_KnownModel_AsCommitted(string id) => (await shared.Client.GetAsync($"/v1/models/{id}")).With(200).Json.ShouldMatch("model.json");

    [Theory]
    [InlineData("gateway-tiny@v2")]
    [InlineData("Gateway-Tiny")]
    [InlineData("gateway-tiny@")]
    public async Task Get_UnknownModel_NotFound(string id) =>
        (await shared.Client.GetAsync($"/v1/models/{id}")).With(404).Error["code"]!.GetValue<string>().ShouldBe("model_not_found");
}
