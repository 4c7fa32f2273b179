using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Tells requests of one conversation from others, so that they reach the replica that knows its beginning.</summary>
internal static class Conversation
{
    /// <summary>A number that all requests of a tenant which begin alike have.</summary>
    /// <param name="tenantId">The tenant, whose cache is its own.</param>
    /// <param name="beginning">Texts that a conversation keeps as it grows.</param>
    /// <returns>Null if there are none.</returns>
    public static ulong? Of(string tenantId, IEnumerable<string> beginning)
    {
        XxHash3 hash = new();
        Append(tenantId);
        var any = false;
        foreach (var text in beginning)
        {
            any = true;
            Append(text);
        }

        return any ? hash.GetCurrentHashAsUInt64() : null;

        void Append(string text)
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            hash.Append("\0\0"u8);
        }
    }
}
