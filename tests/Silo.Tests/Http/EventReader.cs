using System.Text;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>Reads server-sent events as they are on the wire.</summary>
public sealed class EventReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly byte[] _bytes = new byte[16 * 1024];
    private readonly List<byte> _pending = [];

    public HttpResponseMessage Response { get; } = response;

    /// <summary>The next event without the empty line that ends it, for instance <c>data: {…}</c> or <c>: ping</c>; null at the end.</summary>
    public async Task<string?> NextAsync()
    {
        while (true)
        {
            var end = IndexOfEmptyLine();
            if (end >= 0)
            {
                var text = Encoding.UTF8.GetString([.. _pending.Take(end)]);
                _pending.RemoveRange(0, end + 2);
                return text;
            }

            var count = await stream.ReadAsync(_bytes, TestContext.Current.CancellationToken);
            if (count == 0)
            {
                _pending.ShouldBeEmpty("The stream ends within an event.");
                return null;
            }

            _pending.AddRange(_bytes.AsSpan(0, count));
        }
    }

    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        List<string> events = [];
        while (await NextAsync() is { } text)
        {
            events.Add(text);
        }

        return events;
    }

    public void Dispose()
    {
        stream.Dispose();
        Response.Dispose();
    }

    private int IndexOfEmptyLine()
    {
        for (var i = 0; i + 1 < _pending.Count; i++)
        {
            if (_pending[i] == '\n' && _pending[i + 1] == '\n')
            {
                return i;
            }
        }

        return -1;
    }
}
