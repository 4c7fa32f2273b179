namespace LlmGateway.Silo.Hosting;

/// <summary>Ids of requests: <c>req_</c> and a version 7 UUID in hexadecimal, whose first 12 digits are the time in milliseconds since 1970 (RFC 9562).</summary>
/// <remarks>Ids that grow with time keep the indexes of ledger and log short and in order.</remarks>
internal static class RequestId
{
    /// <summary>A new id.</summary>
    public static string New() => string.Create(36, Guid.CreateVersion7(), static (text, id) =>
    {
        "req_".CopyTo(text);
        id.TryFormat(text[4..], out _, "N");
    });
}
