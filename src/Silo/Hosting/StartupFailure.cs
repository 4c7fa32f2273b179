using System.Net.Sockets;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>Why the silo did not start, in one line.</summary>
internal static class StartupFailure
{
    /// <summary>The line to show, or null for a fault of the program, whose trace is wanted.</summary>
    public static string? Describe(Exception exception)
    {
        foreach (var cause in Causes(exception))
        {
            switch (cause)
            {
                case StartupException or StorageException:
                    return cause.Message;
                case OptionsValidationException invalid:
                    return $"The settings are wrong: {string.Join(' ', invalid.Failures)}";
                case InvalidOperationException when cause.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal):
                    return $"The settings are wrong: {cause.Message}";
                case IOException { InnerException: AddressInUseException }: // Kestrel's; Orleans' comes bare.
                    return $"{cause.Message.TrimEnd('.')}: another program listens there. Choose another address with --urls.";
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return "The silo's port or its gateway port is in use, perhaps by another silo. Choose others with --silo-port and --gateway-port.";
                case SocketException or FormatException or InvalidOperationException when IsAboutAddress(cause.Message):
                    return $"The silo can't listen: {cause.Message} Check --urls.";
            }
        }

        return null;
    }

    private static bool IsAboutAddress(string message) =>
        message.Contains("address", StringComparison.OrdinalIgnoreCase) || message.Contains("url", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
            if (cause is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions.SelectMany(Causes))
                {
                    yield return inner;
                }
            }
        }
    }
}
