using System.Text;

namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>A request that must be refused, and how.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Param">The parameter that the error must name; null for any.</param>
/// <param name="Code">The error's code; null for any.</param>
public sealed record MalformedRequest(string Name, int Status, string? Param = null, string? Code = null)
{
    public string Method { get; init; } = "POST";

    public string Path { get; init; } = "/v1/chat/completions";

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    /// <summary>Values of the Authorization header; <see cref="GoodKey"/> stands for the right key.</summary>
    public IReadOnlyList<string> Authorization { get; init; } = [GoodKey];

    public const string GoodKey = "Bearer {key}";
    public const string AdminKey = "Bearer {admin}";

    public string Text
    {
        init => Body = Encoding.UTF8.GetBytes(value);
    }

    public HttpRequestMessage Build(string apiKey, string adminKey)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        foreach (var value in Authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", value.Replace("{key}", apiKey, StringComparison.Ordinal).Replace("{admin}", adminKey, StringComparison.Ordinal));
        }

        if (Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            if (ContentEncoding is not null)
            {
                request.Content.Headers.ContentEncoding.Add(ContentEncoding);
            }
        }

        return request;
    }

    public override string ToString() => Name;
}
