namespace LlmGateway.Storage.Tests;

public abstract class StoredAnswersTests(DatabaseKind kind) : IAsyncLifetime
{
    private TempDatabase database = null!;
    private StoredAnswers answers = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        answers = database.Get<StoredAnswers>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task BeginAsync_ManyAtOnce_OneIsFirstAndTheOthersSeeIt()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => answers.BeginAsync(Row($"req_{i}"), Stop), Stop)));

        all.Count(existing => existing is null).ShouldBe(1);
        all.OfType<StoredAnswerRow>().Select(existing => existing.RequestId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task BeginAsync_OtherTenantOrKey_First()
    {
        (await answers.BeginAsync(Row("req_1"), Stop)).ShouldBeNull();
        (await answers.BeginAsync(Row("req_2") with { TenantId = "other" }, Stop)).ShouldBeNull();
        (await answers.BeginAsync(Row("req_3") with { KeyHash = "other" }, Stop)).ShouldBeNull();
        (await answers.BeginAsync(Row("req_4"), Stop)).ShouldBe(Row("req_1"));
    }

    [Fact]
    public async Task RemoveAsync_OnlyTheRowMeant()
    {
        await answers.BeginAsync(Row("req_1"), Stop);

        await answers.RemoveAsync(Row("req_2"), unlessAnswered: true, Stop);
        (await answers.BeginAsync(Row("req_3"), Stop)).ShouldNotBeNull();

        database.Execute("UPDATE stored_answers SET status = 200");
        await answers.RemoveAsync(Row("req_1"), unlessAnswered: true, Stop);
        (await answers.BeginAsync(Row("req_3"), Stop))!.Status.ShouldBe(200);

        await answers.RemoveAsync(Row("req_1"), unlessAnswered: false, Stop);
        (await answers.BeginAsync(Row("req_3"), Stop)).ShouldBeNull();
    }

    private static StoredAnswerRow Row(string requestId) => new()
    {
        TenantId = "acme", KeyHash = "key", RequestHash = "hash", RequestId = requestId, Silo = "silo", At = DateTimeOffset.UnixEpoch,
    };

    public sealed class OnSqlite() : StoredAnswersTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : StoredAnswersTests(DatabaseKind.Postgres);
}
