using System.Diagnostics;
using System.Text.Json;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Tests.Templates;

public sealed class TemplateLimitsTests
{
    public static TheoryData<string> DeepSources() =>
    [
        Nested("{{ ", "(", "1", ")", " }}"),
        Nested("{{ ", "[", "1", "]", " }}"),
        Nested("{{ ", "{1:", "1", "}", " }}"),
        Nested("{{ ", "a[", "1", "]", " }}"),
        Nested("{{ ", "f(", "1", ")", " }}"),
        Nested("{{ ", "- ", "1", "", " }}"),
        Nested("{{ ", "not ", "1", "", " }}"),
        Nested("{{ ", "1 if 1 else ", "1", "", " }}"),
        Nested("{{ a", "|upper", "", "", " }}"),
        Nested("{{ a", ".b", "", "", " }}"),
        Nested("{{ 1", " - 1", "", "", " }}"),
        Nested("{{ 1", " or 1", "", "", " }}"),
        Nested("{{ 1", " is odd", "", "", " }}"),
        Nested("{{ 1", " ** 1", "", "", " }}"),
        Nested("{% set ", "(", "x", ")", " = 1 %}"),
        Nested("", "{% if 1 %}", "x", "{% endif %}", ""),
        Nested("", "{% for x in y %}", "x", "{% endfor %}", ""),
        Nested("", "{% macro m() %}", "x", "{% endmacro %}", ""),
        Nested("", "{% set x %}", "x", "{% endset %}", ""),
        Nested("", "{% filter upper %}", "x", "{% endfilter %}", ""),
    ];

    [Theory]
    [MemberData(nameof(DeepSources))]
    public void Parse_NestsTooDeep_Refused(string source) =>
        Should.Throw<TemplateException>(() => ChatTemplate.Parse(source)).Message.ShouldContain("nest", Case.Insensitive);

    [Fact]
    public void Parse_LongSource_Refused() =>
        Should.Throw<TemplateException>(() => ChatTemplate.Parse(new string('x', (1 << 20) + 1)));

    [Fact]
    public void Render_LongFlatSource_Works()
    {
        var sum = "{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 5000)) + " }}";
        var text = "{{ ''" + string.Concat(Enumerable.Repeat(" ~ 'a'", 5000)) + " }}";

        Rendering.Render(sum).Text.ShouldBe("5001");
        Rendering.Render(text).Text.Length.ShouldBe(5000);
    }

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}")]
    [InlineData("{{ range(1000000000)|list }}")]
    [InlineData("{{ range(-9223372036854775807, 9223372036854775807) }}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m(x) %}{% if 1 %}{% for y in [1] %}{{ 1 + (m(x)|length) }}{% endfor %}{% endif %}{% endmacro %}{{ m(1) }}")]
    [InlineData("{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}")]
    [InlineData("{% set ns = namespace(s='x') %}{% for a in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[], t=[]) %}{% for a in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}")]
    [InlineData("{% set ns = namespace(s=[]) %}{% for a in range(9999) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[]) %}{% for a in range(9999) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s|tojson }}")]
    [InlineData("{% set ns = namespace(s=[], t=[]) %}{% for a in range(9999) %}{% set ns.s = [ns.s] %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.s == ns.t }}")]
    [InlineData("{% set l = [] %}{% set x = l.append(l) %}{{ l }}")]
    [InlineData("{% set l = [] %}{% set x = l.append(l) %}{{ l|tojson(indent=8) }}")]
    [InlineData("{{ 'x' * 9223372036854775807 }}")]
    [InlineData("{{ '' * 9223372036854775807 }}{{ [1] * 9223372036854775807 }}")]
    [InlineData("{% set x = 'x' * 8000000 %}{% for a in range(99999) %}{% if x == x ~ '' %}{% endif %}{% endfor %}")]
    [InlineData("{% set x = 'x' * 8000000 %}{% for a in range(99999) %}{% set y = x[1:] %}{% endfor %}")]
    [InlineData("{% set x = 'x' * 4000000 %}{% set y = 'x' * 1000000 ~ 'y' %}{{ y in x }}{{ x.split(y) }}")]
    [InlineData("{% set x = 'x' * 8000000 %}{{ x.replace('x', x) }}")]
    [InlineData("{{ ('x' * 3000000)|list|length }}{{ ('x' * 3000000)|list|length }}")]
    [InlineData("{% set l = range(99999)|list %}{% for a in l %}{% set b = l|sort %}{% endfor %}")]
    [InlineData("{% set l = range(99999)|list %}{% for a in l %}{% set b = a in l %}{% endfor %}")]
    [InlineData("{{ '%999999999d' % 1 }}")]
    public void Render_HostileTemplate_EndsSoon(string source)
    {
        var template = ChatTemplate.Parse(source);
        var clock = Stopwatch.StartNew();

        Should.Throw<TemplateException>(() => template.Render(new ChatTemplateInput { Messages = [] }));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10)); // Well under one, on a machine with nothing else to do.
    }

    [Fact]
    public void Render_HostileTemplateOnSmallStack_Refused()
    {
        var template = ChatTemplate.Parse(
            "{% macro m() %}{{ 1" + string.Concat(Enumerable.Repeat(" - (1", 50)) + " - m()|length" + new string(')', 50) + " }}{% endmacro %}{{ m() }}");
        TemplateException? error = null;
        var thread = new Thread(
            () => error = Should.Throw<TemplateException>(() => template.Render(new ChatTemplateInput { Messages = [] })),
            maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        error!.Message.ShouldContain("too deep");
    }

    [Fact]
    public void Render_JsonNestsTooDeep_Refused()
    {
        var json = JsonDocument.Parse(new string('[', 1000) + new string(']', 1000), new JsonDocumentOptions { MaxDepth = 2000 });
        var input = new ChatTemplateInput { Messages = [], Tools = json.RootElement };

        Should.Throw<TemplateException>(() => ChatTemplate.Parse("x").Render(input)).Message.ShouldContain("too deep");
    }

    [Fact]
    public void Render_LargeConversation_WithinLimits()
    {
        var content = new string('x', 4000);
        var messages = Enumerable.Range(0, 1000).Select(_ => new TemplateMessage { Role = "user", Content = content });

        var text = ChatTemplate.Parse(CaseFiles.Read("chatml-tools.jinja")).Render(new ChatTemplateInput { Messages = [.. messages] });

        text.Text.Length.ShouldBeGreaterThan(4_000_000);
    }

    private static string Nested(string before, string open, string inner, string close, string after) =>
        before + string.Concat(Enumerable.Repeat(open, 20_000)) + inner + string.Concat(Enumerable.Repeat(close, 20_000)) + after;
}
