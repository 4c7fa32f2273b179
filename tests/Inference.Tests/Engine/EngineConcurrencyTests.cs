using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class EngineConcurrencyTests(SharedEngine shared)
{
    // No stories: their next word is often a close call, which the rounding of another batch size may turn.
    private static readonly string[] Questions =
    [
        "What is the capital of France?", "What is the capital of Japan?", "Name the capital of Italy.", "What is the capital of Spain?",
        "What color is the sky?", "What color is grass?", "What is the opposite of hot?", "What is the opposite of big?",
        "What day comes after Monday?", "What month comes after March?", "How many legs does a dog have?", "What is 3 + 4?",
        "What is 12 - 5?", "What is 7 plus 5?", "What is 9 + 9?", "Repeat after me: my lamp is blue",
        "Say \"good morning\"", "Write \"hello\" in uppercase", "Spell the word apple", "Count to five",
        "Count to twelve", "List three fruits", "Name four animals", "List two colors",
        "Give me a JSON object with name Anna and age 5", "Is this positive or negative? I love this book!",
        "Is this positive or negative? The food was terrible.", "Extract the name: Julia lives in Berlin.", "Who are you?",
        "Hello!", "Thank you!", "What is the name of the largest ocean?",
    ];

    [Fact]
    public async Task Generate_32Together_EachAsAlone()
    {
        Questions.Distinct().Count().ShouldBe(32);
        List<string> alone = [];
        foreach (var question in Questions)
        {
            alone.Add(await shared.Engine.TextAsync(Ask(question)));
        }

        var together = await Task.WhenAll(Questions.Select(question => shared.Engine.TextAsync(Ask(question))));

        together.ShouldBe(alone);
    }
}
