using System.Text.Json;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Tests.Templates;

public sealed class TemplateErrorTests
{
    [Theory]
    [InlineData("a\nb{{ 1 + }}", 2, "Expected an expression")]
    [InlineData("{% if x %}\n{{ y }}\n", 2, "not closed with {% endif %}")]
    [InlineData("{% for x in y %}", 1, "{% endfor %}")]
    [InlineData("\n\n{% nonsense %}", 3, "Unknown tag 'nonsense'")]
    [InlineData("{{ 'abc }}", 1, "String is not closed")]
    [InlineData("{{ a", 1, "Tag is not closed")]
    [InlineData("x\n{# a", 2, "Comment is not closed")]
    [InlineData("{% raw %}\n", 1, "{% endraw %}")]
    [InlineData("{{ a ? b }}", 1, "Unexpected character '?'")]
    [InlineData("\n{{ a|nofilter }}", 2, "No filter named 'nofilter'")]
    [InlineData("{{ a is notest }}", 1, "No test named 'notest'")]
    [InlineData("{% endif %}", 1, "Unknown tag 'endif'")]
    [InlineData("{% break %}", 1, "outside of a loop")]
    [InlineData("{% for x in y %}{% set z %}{% continue %}{% endset %}{% endfor %}", 1, "outside of a loop")]
    [InlineData("{{ f(a=1, 2) }}", 1, "named argument")]
    [InlineData("{{ 99999999999999999999 }}", 1, "64 bits")]
    [InlineData("{{ '\\u12' }}", 1, "Invalid escape")]
    [InlineData("{% for x in y recursive %}{% endfor %}", 1, "not supported")]
    [InlineData("{% set a.b.c = 1 %}", 1, "Expected '='")]
    [InlineData("{{ (1 2) }}", 1, "Expected ')'")]
    [InlineData("{{ (1 }}", 1, "Tag is not closed")]
    public void Parse_InvalidSource_NamesTheLine(string source, int line, string message)
    {
        var error = Should.Throw<TemplateException>(() => ChatTemplate.Parse(source));

        error.Message.ShouldContain(message);
        error.Line.ShouldBe(line);
        error.Message.ShouldEndWith($"(line {line} of the chat template)");
    }

    [Theory]
    [InlineData("\n{{ nope.x }}", 2, "'nope' is undefined")]
    [InlineData("{{ d.a.b }}", 1, "no attribute 'a'")]
    [InlineData("{{ nope() }}", 1, "'nope' is undefined")]
    [InlineData("{{ 'a' + nope }}", 1, "'nope' is undefined")]
    [InlineData("{{ 'a' + 1 }}", 1, "can only concatenate str")]
    [InlineData("{{ 1 + 'a' }}", 1, "unsupported operand types for +: 'int' and 'str'")]
    [InlineData("{% if d %}\n\n{% for x in none %}{% endfor %}{% endif %}", 3, "'NoneType' object is not iterable")]
    [InlineData("{{ 1 / 0 }}", 1, "division by zero")]
    [InlineData("{{ 1 % 0 }}{{ 1.0 // 0 }}", 1, "division by zero")]
    [InlineData("{{ 2 ** 64 }}", 1, "64 bits")]
    [InlineData("{{ 9223372036854775807 + 1 }}", 1, "64 bits")]
    [InlineData("{{ 1 < 'a' }}", 1, "have no order")]
    [InlineData("{{ [1, 'a']|sort }}", 1, "have no order")]
    [InlineData("{{ {[]: 1} }}", 1, "cannot be a key")]
    [InlineData("{% set a, b = [1] %}", 1, "2 values to unpack expected, got 1")]
    [InlineData("{% set d.x = 1 %}", 1, "'d' is not a namespace")]
    [InlineData("{{ nope|tojson }}", 1, "'nope' is undefined")]
    [InlineData("{{ range|tojson }}", 1, "not JSON serializable")]
    [InlineData("{% macro m(a) %}\n\n{% endmacro %}{{ m(1, 2) }}", 3, "not more than 1")]
    [InlineData("{% macro m(a) %}\n\n{% endmacro %}\n{{ m() }}{{ nope.x }}", 4, "'nope' is undefined")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", 1, "no keyword argument 'b'")]
    [InlineData("{{ 'a'.split('') }}", 1, "empty separator")]
    [InlineData("{{ 5() }}", 1, "'int' object is not callable")]
    [InlineData("{{ strftime_now('%Q') }}", 1, "does not know %Q")]
    [InlineData("{% if d is defined %}{{ d|nofilter }}{% endif %}", 1, "No filter named 'nofilter'")]
    public void Render_MisusesValue_NamesTheLine(string source, int line, string message)
    {
        var error = Should.Throw<TemplateException>(() => Rendering.Render(source, new { d = new { z = 1 } }));

        error.Message.ShouldContain(message);
        error.Line.ShouldBe(line);
    }

    [Fact]
    public void Render_TemplateRaises_ItsMessageAsItStands()
    {
        var error = Should.Throw<TemplateException>(() => Rendering.Render("\n{{ raise_exception('Roles must ' ~ 'alternate') }}"));

        error.Message.ShouldBe("Roles must alternate");
        error.Line.ShouldBeNull();
    }

    [Fact]
    public void Render_UnknownFilterInBranchNotTaken_Ignored() =>
        Rendering.Render("{% if false %}{{ x|nofilter is notest }}{% endif %}ok").Text.ShouldBe("ok");

    [Fact]
    public void Render_UserText_NotInRuntimeErrors() =>
        Rendering.ErrorOf("{{ {}[u].x }}", new { u = "secret" }).ShouldNotContain("secret");

    [Fact]
    public void Render_ToolsWithHalfASurrogatePair_Refused()
    {
        var input = new ChatTemplateInput { Messages = [], Tools = JsonSerializer.Deserialize<JsonElement>("""["\ud800"]""") };

        Should.Throw<TemplateException>(() => ChatTemplate.Parse("x").Render(input)).Message.ShouldContain("Unicode");
    }
}
