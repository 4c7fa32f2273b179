using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Storage.Tests;

public sealed class AuditChainTests
{
    private static readonly AuditRow Row = new()
    {
        Sequence = 7, At = DateTimeOffset.FromUnixTimeMilliseconds(1234), Actor = "a", Action = "b", Target = "é", Status = 200, RequestId = "r", Hash = "",
    };

    [Fact]
    public void Hash_IsTheDocumentedEncoding()
    {
        string?[] fields = ["llmgw.audit.1", AuditChain.Genesis, "7", "1234", "a", "b", null, "é", "200", "r", null, null];
        List<byte> bytes = [];
        foreach (var field in fields)
        {
            var text = Encoding.UTF8.GetBytes(field ?? "");
            var length = field is null ? -1 : text.Length;
            bytes.AddRange([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. text]);
        }

        AuditChain.Hash(AuditChain.Genesis, Row).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    [Fact]
    public void Hash_TextMovedBetweenFields_Differs() =>
        AuditChain.Hash(AuditChain.Genesis, Row with { Actor = "ab", Action = "" }).ShouldNotBe(AuditChain.Hash(AuditChain.Genesis, Row));

    [Fact]
    public void Hash_EmptyInPlaceOfNull_Differs() =>
        AuditChain.Hash(AuditChain.Genesis, Row with { Address = "" }).ShouldNotBe(AuditChain.Hash(AuditChain.Genesis, Row));
}
