using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Versions of resources, as weak ETags.</summary>
internal static class ScimVersion
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(long version) => $"W/\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Checks that a change is about the version that is there, where the request names one.</summary>
    /// <exception cref="ScimException">It is about another.</exception>
    public static void CheckMatch(HttpRequest request, long version)
    {
        if (request.Headers.IfMatch is { Count: > 0 } wanted && !Names(wanted, version))
        {
            throw ScimErrors.Precondition();
        }
    }

    /// <summary>Whether the client has this version already.</summary>
    public static bool IsKnown(HttpRequest request, long version) => request.Headers.IfNoneMatch is { Count: > 0 } known && Names(known, version);

    private static bool Names(StringValues values, long version) =>
        EntityTagHeaderValue.TryParseList([.. values.OfType<string>()], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(Of(version)), useStrongComparison: false));
}
