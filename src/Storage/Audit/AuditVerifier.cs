namespace LlmGateway.Storage;

/// <summary>Follows the chain row by row.</summary>
internal sealed class AuditVerifier
{
    private AuditBreak? _broken;
    private string _previous = AuditChain.Genesis;
    private long _rows;

    public void Add(StoredAuditRow stored)
    {
        _rows++;
        _broken ??= Look(stored);
        _previous = stored.Hash ?? "";
    }

    public AuditVerification Finish() => new(_rows, _broken, _previous);

    private AuditBreak? Look(StoredAuditRow stored)
    {
        if (stored.Sequence > _rows)
        {
            return new AuditBreak(_rows, "The row is missing.");
        }

        if (stored.Sequence < _rows)
        {
            return new AuditBreak(stored.Sequence, "The row has a position that was never given.");
        }

        return stored.Row is { } row && AuditChain.Hash(_previous, row) == stored.Hash
            ? null
            : new AuditBreak(stored.Sequence, "The row's content and its hash do not belong together.");
    }
}
