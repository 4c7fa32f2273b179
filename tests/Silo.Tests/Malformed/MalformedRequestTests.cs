using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Nothing that a client sends is a fault of the gateway, and nothing harms the next request.</summary>
public sealed class MalformedRequestTests(SharedSilo shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // Words of .NET and of this program that would mean nothing to a client.
    private static readonly string[] Internals = ["System.", "LlmGateway.", "Exception", "   at ", "Nullable", "Utf8", "JsonElement", "Parameter name", ".cs"];

    private static readonly Dictionary<string, MalformedRequest> Table =
        BodyTable.Rows.Concat(ParameterTable.Rows).Concat(AddressTable.Rows).Concat(AccountingTable.Rows).Concat(UsageTable.Rows).ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_Malformed_RefusedInShape(string name)
    {
        var row = Table[name];
        using var http = new HttpClient { BaseAddress = shared.Silo.Address, Timeout = Limit };
        using var request = row.Build(shared.Silo.ApiKey, shared.Silo.AdminKey);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var answer = (await Answer.ReadAsync(response)).With(row.Status);

        answer.Error["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        Internals.Where(word => answer.Body.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty(answer.Body);
        if (row.Param is not null)
        {
            answer.Error["param"].ShouldNotBeNull(answer.Body).GetValue<string>().ShouldBe(row.Param, answer.Body);
        }

        if (row.Code is not null)
        {
            answer.Error["code"].ShouldNotBeNull(answer.Body).GetValue<string>().ShouldBe(row.Code);
        }

        (await shared.Client.ChatAsync(ChatBody.Ask("What is the capital of France?", 1))).Text().ShouldBe("The");
    }

    [Fact]
    public void Table_Rows_MoreThanAHundred() => Table.Count.ShouldBeGreaterThan(100);
}
