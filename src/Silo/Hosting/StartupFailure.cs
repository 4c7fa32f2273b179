using System.Data.Common;
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
                case InvalidOperationException when cause.Message.Contains("convert configuration value", StringComparison.Ordinal):
                    return $"The settings are wrong: {cause.Message}";
                case DbException { InnerException: SocketException or IOException or TimeoutException }:
                    return $"The database can't be reached: {cause.InnerException!.Message.TrimEnd('.')}. Start it, or correct ConnectionStrings__Gateway.";
                case AddressInUseException or SocketException:
                    return $"The silo can't listen: {cause.Message}. Choose other addresses with --urls, --silo-port and --gateway-port.";
            }
        }

        return null;
    }

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
