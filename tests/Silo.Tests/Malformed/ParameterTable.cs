namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Parameters of a wrong type or out of range; the error names each.</summary>
internal static class ParameterTable
{
    public static IEnumerable<MalformedRequest> Rows { get; } =
    [
        .. Chat(), .. Messages(), .. Completions(), .. Embeddings(), .. Tokens(),
    ];

    private static IEnumerable<MalformedRequest> Chat() =>
    [
        .. Wrong("model", "null", "1", "[]", "{}", "true", "\"\"", "\" \""),
        .. Wrong("stream", "\"yes\"", "1", "[]", "{}"),
        .. Wrong("stream_options", "1", "\"x\"", "[]", "{\"include_usage\":true}"),
        .. Wrong("max_tokens", "0", "-1", "1.5", "\"5\"", "true", "99999999999", "1e400", "[]", "NaN"),
        .. Wrong("max_completion_tokens", "0", "-5", "0.1", "\"5\"", "{}"),
        .. Wrong("temperature", "-0.1", "2.1", "\"1\"", "[]", "true", "1e400", "-1e400"),
        .. Wrong("top_p", "-0.1", "1.1", "\"1\"", "{}", "1e400"),
        .. Wrong("top_k", "-1", "0.5", "\"1\"", "1e30"),
        .. Wrong("min_p", "-0.1", "2", "\"a\"", "[]"),
        .. Wrong("frequency_penalty", "-2.1", "2.1", "\"a\"", "true"),
        .. Wrong("presence_penalty", "-3", "3", "{}", "1e400"),
        .. Wrong("repeat_penalty", "0", "-1", "11", "\"x\""),
        .. Wrong("logit_bias", "[]", "1", "\"x\"", "{\"a\":1}", "{\"5\":101}", "{\"5\":-101}", "{\"-1\":1}", "{\"99999999999\":1}", "{\"999999\":1}", "{\"5\":1e400}"),
        .. At("logit_bias.5", ("logit_bias", "{\"5\":\"x\"}"), ("logit_bias", "{\"5\":null}")),
        .. Wrong("seed", "1.5", "\"x\"", "[]", "1e30"),
        .. Wrong("stop", "1", "{}", "[1]", "[null]", "[[]]", "\"\"", "[\"a\",\"\"]", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 17))}]", $"\"{new string('x', 1001)}\""),
        .. Wrong("n", "0", "2", "-1", "\"1\"", "1.5"),
        .. Wrong("ignore_eos", "\"x\"", "1"),
        .. Wrong("user", "1", "[]", "{}"),
        .. Wrong("response_format", "1", "\"json\"", "[]", "{\"type\":\"json_object\"}", "{\"type\":\"json_schema\"}", "{\"type\":\"x\"}"),
        .. At("response_format.type", ("response_format", "{\"type\":1}")),
        .. At("stream_options.include_usage", ("stream_options", "{\"include_usage\":\"x\"}")),
        .. Wrong("tools", "1", "{}", "\"x\"", "[{}]", "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"),
        .. Wrong("tool_choice", "\"required\"", "1", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"),
        .. Wrong("logprobs", "true", "1", "\"x\""),
        .. Wrong("top_logprobs", "1", "-1", "\"x\"", "2.5"),
        new("parameter twice, the last one wrong", 400, "temperature") { Text = With(Body, "temperature", "1", "temperature", "3") },
    ];

    private static IEnumerable<MalformedRequest> Messages() =>
    [
        .. Wrong("messages", "[]", "null", "1", "\"Hello\"", "{}", "true"),
        .. Wrong("messages[0]", "[null]", "[1]", "[\"Hello\"]", "[[]]"),
        .. At("messages[0].role", ("messages", "[{\"role\":\"wizard\",\"content\":\"Hello\"}]"), ("messages", "[{\"role\":\"\",\"content\":\"Hello\"}]"), ("messages", "[{\"role\":\"User\",\"content\":\"Hello\"}]"), ("messages", "[{\"role\":null,\"content\":\"Hello\"}]"), ("messages", "[{\"role\":1,\"content\":\"Hello\"}]"), ("messages", "[{\"content\":\"Hello\"}]")),
        .. At("messages[1].role", ("messages", "[{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"x\",\"content\":\"Hello\"}]")),
        .. At("messages[0].content", Content("1"), Content("null"), Content("true"), Content("{}"), Content("[1]"), Content("[null]"), Content("[\"Hello\"]"), Content("[{}]"), Content("[{\"type\":\"text\"}]"), Content("[{\"type\":\"text\",\"text\":1}]"), Content("[{\"type\":1}]"), Content("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]"), Content("[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"\",\"format\":\"wav\"}}]"), Content("[{\"type\":\"file\",\"file\":{}}]"), ("messages", "[{\"role\":\"user\"}]")),
        new("lone surrogate in a part", 400, "messages[0].content") { Text = With(Body, "messages", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\\ud800\"}]}]") },
        new("prompt longer than the context", 400, "messages", "context_length_exceeded") { Text = With(Body, "messages", $"[{{\"role\":\"user\",\"content\":\"{string.Join(' ', Enumerable.Repeat("word", 5000))}\"}}]") },
        new("1 MiB of prompt", 400, "messages", "context_length_exceeded") { Text = With(Body, "messages", $"[{{\"role\":\"user\",\"content\":\"{new string('a', 1024 * 1024)}\"}}]") },
        new("10 001 messages", 400, "messages") { Text = With(Body, "messages", $"[{string.Join(',', Enumerable.Repeat("{\"role\":\"user\",\"content\":\"\"}", 10_001))}]") },
    ];

    private static IEnumerable<MalformedRequest> Completions() =>
    [
        .. WrongIn("/v1/completions", Prompt, "prompt", "null", "1", "true", "{}", "\"\"", "[]", "[\"\"]", "[[]]", "[1,\"a\"]", "[1.5]", "[-1]", "[99999999]", "[99999999999]", "[\"a\",\"b\"]", "[null]", "[[1],[2]]", "[[\"a\"]]"),
        .. WrongIn("/v1/completions", Prompt, "suffix", "\"x\"", "1"),
        .. WrongIn("/v1/completions", Prompt, "best_of", "2", "0", "\"x\""),
        .. WrongIn("/v1/completions", Prompt, "logprobs", "1", "true"),
        .. WrongIn("/v1/completions", Prompt, "echo", "\"x\"", "1"),
        .. WrongIn("/v1/completions", Prompt, "max_tokens", "0", "\"x\""),
        new("completion without prompt", 400, "prompt", "missing_required_parameter") { Path = "/v1/completions", Text = """{"model":"gateway-tiny"}""" },
    ];

    private static IEnumerable<MalformedRequest> Embeddings() =>
    [
        .. WrongIn("/v1/embeddings", Input, "input", "null", "1", "true", "{}", "\"\"", "[]", "[\"\"]", "[\"a\",\"\"]", "[[]]", "[null]", "[99999999]", "[-1]", $"\"{string.Join(' ', Enumerable.Repeat("word", 5000))}\"", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 2049))}]"),
        .. WrongIn("/v1/embeddings", Input, "encoding_format", "\"hex\"", "1", "[]", "\"\""),
        .. WrongIn("/v1/embeddings", Input, "dimensions", "0", "-1", "128", "\"x\"", "1.5"),
        .. WrongIn("/v1/embeddings", Input, "model", "null", "\"\"", "1"),
        new("embedding without input", 400, "input", "missing_required_parameter") { Path = "/v1/embeddings", Text = """{"model":"gateway-tiny"}""" },
    ];

    private static IEnumerable<MalformedRequest> Tokens() =>
    [
        .. WrongIn("/v1/tokenize", Text, "text", "1", "[]"),
        .. WrongIn("/v1/tokenize", Text, "messages", "[]", "1"),
        new("tokenize without model", 400, "model") { Path = "/v1/tokenize", Text = """{"model":null,"text":"a"}""" },
        new("detokenize without model", 400, "model") { Path = "/v1/detokenize", Text = """{"model":"","tokens":[1]}""" },
        new("completion without model", 400, "model") { Path = "/v1/completions", Text = """{"model":null,"prompt":"a"}""" },
        new("tokenize without text", 400, "text") { Path = "/v1/tokenize", Text = """{"model":"gateway-tiny"}""" },
        new("tokenize text and messages", 400, "text") { Path = "/v1/tokenize", Text = """{"model":"gateway-tiny","text":"a","messages":[{"role":"user","content":"a"}]}""" },
        .. WrongIn("/v1/detokenize", Ids, "tokens", "null", "1", "\"x\"", "{}", "[-1]", "[99999999]"),
        .. AtIn("/v1/detokenize", Ids, "tokens[0]", ("tokens", "[\"a\"]"), ("tokens", "[1.5]"), ("tokens", "[null]")),
    ];

    private const string Body = """{"model":"gateway-tiny","messages":[{"role":"user","content":"Hello"}]}""";
    private const string Prompt = """{"model":"gateway-tiny","prompt":"Hello"}""";
    private const string Input = """{"model":"gateway-tiny","input":"Hello"}""";
    private const string Text = """{"model":"gateway-tiny"}""";
    private const string Ids = """{"model":"gateway-tiny","tokens":[1]}""";

    private static (string, string) Content(string value) => ("messages", $$"""[{"role":"user","content":{{value}}}]""");

    private static IEnumerable<MalformedRequest> Wrong(string param, params string[] values) => WrongIn("/v1/chat/completions", Body, param, values);

    private static IEnumerable<MalformedRequest> At(string param, params (string Name, string Value)[] settings) => AtIn("/v1/chat/completions", Body, param, settings);

    private static IEnumerable<MalformedRequest> WrongIn(string path, string body, string param, params string[] values) =>
        AtIn(path, body, param, [.. values.Select(value => (param.Split('[')[0], value))]);

    private static IEnumerable<MalformedRequest> AtIn(string path, string body, string param, params (string Name, string Value)[] settings) => settings.Select(setting =>
        new MalformedRequest($"{path} {setting.Name}={(setting.Value.Length > 100 ? setting.Value[..100] + "…" : setting.Value)}", 400, param) { Path = path, Text = With(body, setting.Name, setting.Value) });

    // A name that comes twice counts as the last one says; so no value has to be taken out.
    private static string With(string body, params string[] namesAndValues) =>
        body[..^1] + string.Concat(namesAndValues.Chunk(2).Select(pair => $",\"{pair[0]}\":{pair[1]}")) + "}";
}
