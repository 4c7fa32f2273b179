namespace LlmGateway.Storage.Tests;

public abstract class AuditTrailTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private TempDatabase database = null!;
    private AuditTrail trail = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        trail = database.Get<AuditTrail>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Verify_NoRows_Valid()
    {
        (await trail.ReadHeadAsync(Stop)).ShouldBe(new AuditHead(0, AuditChain.Genesis));
        (await trail.VerifyAsync(Stop)).ShouldBe(new AuditVerification(0, null, AuditChain.Genesis));
    }

    [Fact]
    public async Task Verify_AsWritten_ValidAndHeadIsTheLastHash()
    {
        await AppendAsync(5);

        var head = await trail.ReadHeadAsync(Stop);
        head.Sequence.ShouldBe(5);
        (await trail.VerifyAsync(Stop)).ShouldBe(new AuditVerification(5, null, head.Hash));
    }

    [Fact]
    public async Task Verify_MoreRowsThanAPiece_AllRead()
    {
        await AppendAsync(3);
        database.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            INSERT INTO audit (sequence, at, actor, action, status, request_id, hash) SELECT i, 0, 'a', 'b', 200, 'r', 'h' FROM n
            """);

        var found = await trail.VerifyAsync(Stop);

        (found.Rows, found.Head, found.FirstBroken!.Sequence).ShouldBe((2500, "h", 4));
    }

    [Fact]
    public async Task TryAppend_PositionTaken_False()
    {
        await AppendAsync(1);

        (await trail.TryAppendAsync(AuditChain.Follow(new AuditHead(0, AuditChain.Genesis), Row(9)), Stop)).ShouldBeFalse();
        (await trail.VerifyAsync(Stop)).Rows.ShouldBe(1);
    }

    [Theory]
    [InlineData("at = at + 1")]
    [InlineData("at = 9223372036854775807")]
    [InlineData("actor = 'somebody'")]
    [InlineData("action = 'keys.creatf'")]
    [InlineData("tenant_id = NULL")]
    [InlineData("tenant_id = 'acmf'")]
    [InlineData("target = ''")]
    [InlineData("status = 201")]
    [InlineData("request_id = upper(request_id)")]
    [InlineData("address = NULL")]
    [InlineData("detail = '{}'")]
    [InlineData("detail = NULL, address = address || detail")]
    [InlineData("hash = upper(hash)")]
    [InlineData("hash = X'00'")]
    [InlineData("sequence = 50")]
    public async Task Verify_ColumnChanged_NamesTheRow(string change)
    {
        await AppendAsync(5);

        database.Execute($"UPDATE audit SET {change} WHERE sequence = 3").ShouldBe(1);

        (await trail.VerifyAsync(Stop)).FirstBroken.ShouldNotBeNull().Sequence.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Verify_RowDeleted_NamesItsPosition(int sequence)
    {
        await AppendAsync(5);

        database.Execute($"DELETE FROM audit WHERE sequence = {sequence}").ShouldBe(1);

        var found = await trail.VerifyAsync(Stop);
        found.FirstBroken.ShouldBe(new AuditBreak(sequence, "The row is missing."));
        found.Rows.ShouldBe(4);
    }

    [Fact]
    public async Task Verify_RowsThatChangedPlaces_NamesTheFirst()
    {
        await AppendAsync(5);

        database.Execute("UPDATE audit SET sequence = 0 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 0");

        (await trail.VerifyAsync(Stop)).FirstBroken.ShouldNotBeNull().Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Verify_RowBeforeTheFirst_NamesIt()
    {
        await AppendAsync(2);

        database.Execute("INSERT INTO audit SELECT 0, at, actor, action, tenant_id, target, status, request_id, address, detail, hash FROM audit WHERE sequence = 1");

        (await trail.VerifyAsync(Stop)).FirstBroken.ShouldNotBeNull().Sequence.ShouldBe(0);
    }

    [Fact]
    public async Task Verify_LastRowDeleted_ShowsInTheHeadOnly()
    {
        await AppendAsync(5);
        var noted = (await trail.VerifyAsync(Stop)).Head;

        database.Execute("DELETE FROM audit WHERE sequence = 5");

        var found = await trail.VerifyAsync(Stop);
        found.FirstBroken.ShouldBeNull();
        found.Head.ShouldNotBe(noted);
    }

    [Fact]
    public async Task List_Pages_NewestFirst()
    {
        await AppendAsync(5);

        var first = await trail.ListAsync(new AuditFilter(), 2, cancellationToken: Stop);
        var second = await trail.ListAsync(new AuditFilter(), 2, after: "4", cancellationToken: Stop);
        var back = await trail.ListAsync(new AuditFilter(), 2, before: "2", cancellationToken: Stop);

        (Sequences(first), first.HasMore).ShouldBe(("5 4", true));
        (Sequences(second), second.HasMore).ShouldBe(("3 2", true));
        (Sequences(back), back.HasMore).ShouldBe(("4 3", true));
        await Should.ThrowAsync<UnknownCursorException>(() => trail.ListAsync(new AuditFilter(), 2, after: "x", cancellationToken: Stop));
    }

    [Fact]
    public async Task List_Filtered_OnlyWhatFits()
    {
        await AppendAsync(6);

        Sequences(await trail.ListAsync(new AuditFilter(TenantId: "acme"), 10, cancellationToken: Stop)).ShouldBe("5 3 1");
        Sequences(await trail.ListAsync(new AuditFilter(Action: "none"), 10, cancellationToken: Stop)).ShouldBe("");
        Sequences(await trail.ListAsync(new AuditFilter(From: Start.AddMinutes(2), To: Start.AddMinutes(4)), 10, cancellationToken: Stop)).ShouldBe("3 2");
        (await trail.ListAsync(new AuditFilter(), 10, cancellationToken: Stop)).Items[^1].ShouldBe(AuditChain.Follow(new AuditHead(0, AuditChain.Genesis), Row(1)));
    }

    private static string Sequences(Page<AuditRow> page) => string.Join(' ', page.Items.Select(row => row.Sequence));

    private static AuditRow Row(int number) => new()
    {
        Sequence = 0,
        Hash = "",
        At = Start.AddMinutes(number).AddTicks(1),
        Actor = "admin-key",
        Action = "keys.create",
        TenantId = number % 2 == 1 ? "acme" : "other",
        Target = $"key_{number}",
        Status = 200,
        RequestId = $"req_{number}",
        Address = "127.0.0.1",
        Detail = """{"name":"é"}""",
    };

    private async Task AppendAsync(int rows)
    {
        for (var number = 1; number <= rows; number++)
        {
            (await trail.TryAppendAsync(AuditChain.Follow(await trail.ReadHeadAsync(Stop), Row(number)), Stop)).ShouldBeTrue();
        }
    }

    public sealed class OnSqlite() : AuditTrailTests(DatabaseKind.Sqlite)
    {
        [Theory]
        [InlineData("at = 'yesterday'")]
        [InlineData("status = 4294967496")]
        [InlineData("status = X'00'")]
        public Task Verify_ColumnOfAnotherType_NamesTheRow(string change) => Verify_ColumnChanged_NamesTheRow(change);
    }

    public sealed class OnPostgres() : AuditTrailTests(DatabaseKind.Postgres);
}
