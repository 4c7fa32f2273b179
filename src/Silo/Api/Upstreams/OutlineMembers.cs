using System.Text;
using System.Text.Json;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>Names of <see cref="OutlineMember"/>s on the wire.</summary>
internal static class OutlineMembers
{
    private const int Longest = 24;

    private static readonly string[] Names =
        ["", "model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "n", "best_of", "user", "safety_identifier", "metadata"];

    private static readonly byte[][] Utf8 = [.. Names.Select(Encoding.UTF8.GetBytes)];

    public static string NameOf(OutlineMember member) => Names[(int)member];

    /// <summary>Which member a property's name stands for, written in whatever way and case.</summary>
    /// <param name="reader">At the name.</param>
    /// <param name="exact">Whether it has the right case; some servers do not mind.</param>
    public static OutlineMember Find(in Utf8JsonReader reader, out bool exact)
    {
        exact = true;
        // Six bytes for a character at the most: \u006d.
        if (reader.ValueSpan.Length > (reader.ValueIsEscaped ? 6 * Longest : Longest))
        {
            return OutlineMember.Other;
        }

        Span<byte> unescaped = stackalloc byte[6 * Longest];
        var name = reader.ValueIsEscaped ? unescaped[..reader.CopyString(unescaped)] : reader.ValueSpan;
        for (var i = 1; i < Utf8.Length; i++)
        {
            if (name.Length == Utf8[i].Length && Ascii.EqualsIgnoreCase(name, Utf8[i]))
            {
                exact = name.SequenceEqual(Utf8[i]);
                return (OutlineMember)i;
            }
        }

        return OutlineMember.Other;
    }
}
