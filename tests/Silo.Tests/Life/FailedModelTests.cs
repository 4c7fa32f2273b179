using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests.Life;

/// <summary>A model that can't be loaded is its own trouble only.</summary>
public sealed class FailedModelTests
{
    [Fact]
    public async Task Start_MissingAndCorruptFiles_NamedWhileTheGoodOneAnswers()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["corrupt.gguf"], "GGUF, but not really", TestContext.Current.CancellationToken);
        string[] arguments = ["--model", folder["missing.gguf"], "--model", $"a={folder["corrupt.gguf"]}", "--model", $"b={RepositoryFiles.TinyModel}"];
        JsonNode? last = null;

        await using var silo = await SiloProcess.StartAsync(arguments, null, health =>
        {
            last = health;
            return States(health).SequenceEqual(["failed", "ready", "failed"]);
        });

        using var client = silo.Client();
        (await client.GetAsync("/health/ready")).With(503);
        last!["status"]!.GetValue<string>().ShouldBe("not_ready");
        last["models"]!.AsArray().Select(model => model!["model"]!.GetValue<string>()).ShouldBe(["a@v1", "b@v1", "missing@v1"]);
        Error(last, 0).ShouldContain("corrupt.gguf");
        Error(last, 2).ShouldContain("missing.gguf");
        silo.Output.ShouldContain("Model a@v1 can't be served");
        silo.Output.ShouldContain("Model missing@v1 can't be served");

        var body = ChatBody.Ask("What is the capital of France?");
        body["model"] = "b";
        (await client.ChatAsync(body)).Text().ShouldBe("The capital of France is Paris.");
        body["model"] = "a";
        var refused = (await client.ChatAsync(body)).With(503);
        refused.Error["code"]!.GetValue<string>().ShouldBe("no_healthy_replica");
        refused.Headers["Retry-After"].ShouldBe("1");
        (await client.GetAsync("/v1/models/a")).With(200).Json["state"]!.GetValue<string>().ShouldBe("failed");
    }

    private static IEnumerable<string> States(JsonNode health) => health["models"]!.AsArray().Select(model => model!["replicas"]![0]!["state"]!.GetValue<string>());

    private static string Error(JsonNode health, int model) => health["models"]![model]!["replicas"]![0]!["error"]!.GetValue<string>();
}
