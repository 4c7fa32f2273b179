using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>The writing side of ledger, rollups, log and stored answers: a connection of its own. One thread only.</summary>
internal interface IRequestSink : IDisposable
{
    /// <summary>Writes rows in one transaction.</summary>
    /// <exception cref="DbException">Nothing was written.</exception>
    void Write(List<RequestRecord> records, List<RequestLogRow> log);
}
