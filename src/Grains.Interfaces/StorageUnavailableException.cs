namespace LlmGateway.Grains;

/// <summary>The gateway's database is locked, full or failing, so that a call could not be done. It may be tried again.</summary>
[GenerateSerializer, Alias("llmgw.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    /// <param name="message">What is wrong with the database.</param>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }
}
