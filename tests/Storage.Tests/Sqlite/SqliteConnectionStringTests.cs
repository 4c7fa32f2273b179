using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage.Tests;

public sealed class SqliteConnectionStringTests
{
    [Fact]
    public void For_RelativeDirectory_NamesTheFileInFull()
    {
        var parsed = new SqliteConnectionStringBuilder(SqliteConnectionString.For("data; x"));

        parsed.DataSource.ShouldBe(Path.Combine(Environment.CurrentDirectory, "data; x", "gateway.db"));
        parsed.DefaultTimeout.ShouldBe(10);
        parsed.ForeignKeys.ShouldBe(true);
        parsed.Cache.ShouldBe(SqliteCacheMode.Private);
    }
}
