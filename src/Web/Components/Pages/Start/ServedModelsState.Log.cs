using Microsoft.Extensions.Logging;

namespace LlmGateway.Web.Components.Pages.Start;

public sealed partial class ServedModelsState
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The model catalogue does not answer the start page; it is asked again until it does.")]
    private partial void LogUnreachable(Exception exception);
}
