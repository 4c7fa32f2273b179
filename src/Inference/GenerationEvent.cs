namespace LlmGateway.Inference;

/// <summary>What happens to a request, in order: started, text several times, finished.</summary>
public abstract record GenerationEvent
{
    private protected GenerationEvent()
    {
    }
}
