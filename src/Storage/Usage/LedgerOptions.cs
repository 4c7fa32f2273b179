namespace LlmGateway.Storage;

/// <summary>How the ledger is written. Section <c>LLMGW:Ledger</c>.</summary>
public sealed class LedgerOptions
{
    /// <summary>Wait for the disk with each commit, so that it outlives a loss of power. Off, a commit outlives the process, however it ends, and the
    /// last ones may be lost with the machine. Default: off; on costs a flush of the disk for each batch.</summary>
    public bool SyncToDisk { get; set; }
}
