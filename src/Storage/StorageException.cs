namespace LlmGateway.Storage;

/// <summary>The database can't be used. The message names the file and what to do about it, fit to show to an operator.</summary>
public sealed class StorageException : Exception
{
    internal StorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
