using System.Text.Json;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Tests.Templates;

public sealed class ChatTemplateTests
{
    private static readonly JsonElement[] s_conversations =
        [.. JsonDocument.Parse(CaseFiles.Read("conversations.json")).RootElement.EnumerateArray()];

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        for (var index = 0; index < s_conversations.Length; index++)
        {
            data.Add(index, s_conversations[index].GetProperty("template").GetString()!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_Conversation_SameAsPython(int index, string file)
    {
        var row = s_conversations[index];
        var template = ChatTemplate.Parse(CaseFiles.Read(file));

        if (row.TryGetProperty("error", out var error))
        {
            Should.Throw<TemplateException>(() => template.Render(Input(row))).Message.ShouldBe(error.GetString());
        }
        else
        {
            template.Render(Input(row)).Text.ShouldBe(row.GetProperty("expected").GetString());
        }
    }

    [Fact]
    public void Render_ChatMl_EveryRoleInItsOwnTurn()
    {
        var messages = new[]
        {
            new TemplateMessage { Role = "system", Content = "Be brief." },
            new TemplateMessage { Role = "user", Content = "Hi" },
            new TemplateMessage { Role = "assistant" },
        };

        var text = ChatTemplate.Parse(ChatTemplates.ChatMl).Render(new ChatTemplateInput { Messages = messages }).Text;

        text.ShouldBe(
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
            + "<|im_start|>assistant\n<|im_end|>\n<|im_start|>assistant\n");
    }

    [Fact]
    public void Render_FromManyThreads_SameText()
    {
        var template = ChatTemplate.Parse(CaseFiles.Read("chatml-tools.jinja"));
        var row = s_conversations.First(row => row.TryGetProperty("tools", out _) && row.GetProperty("template").GetString() == "chatml-tools.jinja");
        var texts = new string[64];

        Parallel.For(0, texts.Length, index => texts[index] = template.Render(Input(row)).Text);

        texts.ShouldAllBe(text => text == row.GetProperty("expected").GetString());
    }

    [Fact]
    public void Render_VariableNamedLikeTheInput_InputWins()
    {
        var variables = new Dictionary<string, JsonElement>
        {
            ["messages"] = JsonSerializer.SerializeToElement("x"),
            ["bos_token"] = JsonSerializer.SerializeToElement("<evil>"),
        };
        var input = new ChatTemplateInput { Messages = [], Variables = variables };

        ChatTemplate.Parse("{{ messages|length }}{{ bos_token }}").Render(input).Text.ShouldBe("0");
    }

    [Fact]
    public void Render_OptionalKeysAbsent_NotInTheMessage()
    {
        var input = new ChatTemplateInput { Messages = [new TemplateMessage { Role = "user" }] };

        ChatTemplate.Parse("{{ messages[0].keys()|list }}{{ tools is none }}{{ bos_token is defined }}")
            .Render(input).Text.ShouldBe("['role', 'content']TrueFalse");
    }

    private static ChatTemplateInput Input(JsonElement row) => new()
    {
        Messages = [.. row.GetProperty("messages").EnumerateArray().Select(Message)],
        AddGenerationPrompt = !row.TryGetProperty("add_generation_prompt", out var add) || add.GetBoolean(),
        BosToken = "<s>",
        EosToken = "</s>",
        Tools = row.TryGetProperty("tools", out var tools) ? tools : null,
        Variables = row.TryGetProperty("variables", out var variables)
            ? variables.EnumerateObject().ToDictionary(item => item.Name, item => item.Value)
            : null,
        Now = CaseFiles.Now,
    };

    private static TemplateMessage Message(JsonElement message) => new()
    {
        Role = message.GetProperty("role").GetString()!,
        Content = message.GetProperty("content").GetString(),
        Name = message.TryGetProperty("name", out var name) ? name.GetString() : null,
        ToolCalls = message.TryGetProperty("tool_calls", out var calls) ? calls : null,
        ToolCallId = message.TryGetProperty("tool_call_id", out var id) ? id.GetString() : null,
    };
}
