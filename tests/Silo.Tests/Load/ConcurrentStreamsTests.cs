using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Load;

public sealed class ConcurrentStreamsTests(SharedSilo shared)
{
    // Questions with one right answer: where two tokens are all but equally probable, the batch a token is computed in decides between them.
    private static readonly string[] Prompts =
    [
        "What is the capital of France?", "What is the capital of Italy?", "What is the capital of Spain?", "What is the capital of Japan?",
        "What is 2 + 3?", "What is 7 + 8?", "What is 9 - 4?", "What is 12 + 6?",
        "What is the opposite of hot?", "What is the opposite of big?", "What is the opposite of fast?", "What is the opposite of day?",
        "Spell cat.", "Spell dog.", "Write apple in uppercase.", "Write HOUSE in lowercase.",
        "Count from 1 to 5.", "Count from 1 to 10.", "Who are you?", "What is your name?",
        "What day comes after Monday?", "What month comes after May?", "What color is the sky?", "What color is grass?",
        "How many legs does a spider have?", "How many days are in a week?", "What is the plural of mouse?", "What sound does a cow make?",
        "Is \"I love this\" positive or negative?", "Is \"This is awful\" positive or negative?", "Repeat: the red ball", "Hello!",
    ];

    [Fact]
    public async Task Streams_ThirtyTwoTogether_EachAsAlone()
    {
        Prompts.Distinct().Count().ShouldBe(32);
        List<string> alone = [];
        foreach (var prompt in Prompts)
        {
            alone.Add((await shared.Client.ChatAsync(ChatBody.Ask(prompt, 40))).Text());
        }

        var together = await Task.WhenAll(Prompts.Select(prompt => shared.Client.StreamAsync(ChatBody.Ask(prompt, 40).Streamed())));

        together.Select(events => events.Text()).ShouldBe(alone);
        together.Select(events => events[^1]).ShouldAllBe(last => last == "data: [DONE]");
    }
}
