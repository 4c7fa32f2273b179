using System.Text.Json;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Tests.Templates;

public sealed class ExpressionTableTests
{
    private static readonly JsonElement s_table = JsonDocument.Parse(CaseFiles.Read("expressions.json")).RootElement;

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in s_table.GetProperty("cases").EnumerateArray())
        {
            data.Add(row.GetProperty("template").GetString()!, row.GetProperty("expected").GetString()!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_Snippet_SameAsPython(string template, string expected)
    {
        var variables = s_table.GetProperty("variables").EnumerateObject().ToDictionary(item => item.Name, item => item.Value);
        var input = new ChatTemplateInput { Messages = [], Variables = variables, Now = CaseFiles.Now };

        ChatTemplate.Parse(template).Render(input).Text.ShouldBe(expected);
    }
}
