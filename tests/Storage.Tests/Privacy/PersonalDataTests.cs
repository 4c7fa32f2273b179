using System.Diagnostics;

namespace LlmGateway.Storage.Tests;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("john.doe@example.com", "[email]")]
    [InlineData("Write to <j.o'hara+news@mail.example.co.uk>, please.", "Write to <[email]>, please.")]
    [InlineData("mailto:anna@example.com?subject=x", "mailto:[email]?subject=x")]
    [InlineData("https://x.org/?a=b&mail=anna_b%2B@example.com", "https://x.org/?a=b&mail=[email]")]
    [InlineData("anna@example.com, bob@example.org.", "[email], [email].")]
    [InlineData("'jürgen@müller.de'", "'[email]'")]
    [InlineData("4915112345678@example.com", "[email]")]
    [InlineData("john.4111111111111111@example.com", "[email]")]
    [InlineData("+49 30 1234567", "[phone]")]
    [InlineData("Call +1 (212) 555-0199 now", "Call [phone] now")]
    [InlineData("+33 6 12 34 56 78.", "[phone].")]
    [InlineData("+44-20-7946-0958", "[phone]")]
    [InlineData("+49 (0)30/1234567", "[phone]")]
    [InlineData("tel:+4915112345678", "tel:[phone]")]
    [InlineData("0049 170 1234567", "[phone]")]
    [InlineData("00491701234567", "[phone]")]
    [InlineData("(212) 555-0199", "[phone]")]
    [InlineData("212-555-0199", "[phone]")]
    [InlineData("212.555.0199", "[phone]")]
    [InlineData("1-800-555-0199", "[phone]")]
    [InlineData("1 (800) 555-0199", "[phone]")]
    [InlineData("030 1234567", "[phone]")]
    [InlineData("0170/1234567", "[phone]")]
    [InlineData("(020) 7946 0958", "[phone]")]
    [InlineData("(030 1234567)", "([phone])")]
    [InlineData("07911 123456", "[phone]")]
    [InlineData("01701234567", "[phone]")]
    [InlineData("06 12 34 56 78", "[phone]")]
    [InlineData("01.23.45.67.89", "[phone]")]
    [InlineData("4111 1111 1111 1111", "[card]")]
    [InlineData("4111-1111-1111-1111", "[card]")]
    [InlineData("card=4111111111111111;", "card=[card];")]
    [InlineData("3782 822463 10005", "[card]")]
    [InlineData("378282246310005", "[card]")]
    [InlineData("3400 0000 0000 009", "[card]")]
    [InlineData("3056 930902 5904", "[card]")]
    [InlineData("4222222222222", "[card]")]
    [InlineData("6212345678901234569", "[card]")]
    [InlineData("4111 1111 1111 1111 12/27", "[card] 12/27")]
    [InlineData("Order 42 4111 1111 1111 1111", "Order 42 [card]")]
    [InlineData("(4111 1111 1111 1111)", "([card])")]
    [InlineData("DE89 3704 0044 0532 0130 00", "[iban]")]
    [InlineData("IBAN:DE89370400440532013000.", "IBAN:[iban].")]
    [InlineData("gb82 west 1234 5698 7654 32 and more", "[iban] and more")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606", "[iban]")]
    [InlineData("192.168.0.1", "[ip]")]
    [InlineData("http://10.0.0.1:8080/x", "http://[ip]:8080/x")]
    [InlineData("from 8.8.8.8.", "from [ip].")]
    [InlineData("2001:db8::1", "[ip]")]
    [InlineData("[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:443", "[[ip]]:443")]
    [InlineData("fe80::1ff:fe23:4567:890a, ::1", "[ip], [ip]")]
    [InlineData("::ffff:192.0.2.1", "[ip]")]
    [InlineData("anna@example.com 4111111111111111 DE89370400440532013000 8.8.8.8 +4930123456789", "[email] [card] [iban] [ip] [phone]")]
    public void Redact_PersonalData_Replaced(string text, string expected) => PersonalData.Redact(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("No numbers at all.")]
    [InlineData("Version 1.2.3, then v1.2.3.4 and 10.0.26100.4652")]
    [InlineData("net-1.2.3.4 and Chrome/120.0.0.1")]
    [InlineData("2026-01-02T10:30:45.123Z")]
    [InlineData("02.01.2026 10:30, 01/02/2026, 01-02-2026 0800")]
    [InlineData("10:30:45")]
    [InlineData("12345678-1234-1234-1234-123456789012")]
    [InlineData("41111111-1111-4111-8111-411111111111")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("$1,299.99, 1.299,99 €, EUR 4111111111111111,50")]
    [InlineData("$4111111111111111")]
    [InlineData("1 234 567 tokens, 128000 in and 4096 out")]
    [InlineData("32768 131072 4096 8192 16384")]
    [InlineData("prompt_tokens: 1234567890, max_tokens=2048")]
    [InlineData("1700000000, 1700000000000, 1700000000000000")]
    [InlineData("4111 1111 1111 1112")] // the last digit is wrong
    [InlineData("4111111111111112")]
    [InlineData("0.4111111111111111")]
    [InlineData("3.14159265358979")]
    [InlineData("chatcmpl-0123456789 req_01701234567")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 607")] // the checksum is wrong
    [InlineData("XX14 2004 1010 0505 0001 3M02 606")]
    [InlineData("DE12")]
    [InlineData("256.300.1.2")]
    [InlineData("1.2.3.4.5")]
    [InlineData("00:1A:2B:3C:4D:5E")]
    [InlineData("std::vector dead::beef a::b ::")]
    [InlineData("gateway-tiny@1 package@1.2.3-beta.rc @types/node user@localhost a @ b")]
    [InlineData("01 02 03 04 05 06 07")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")]
    [InlineData("ISO 9001:2015, RFC 9110, HTTP 404")]
    [InlineData("sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("room 007, 100%, 50-60, 1/2, 3-4-5")]
    public void Redact_OrdinaryText_Unchanged(string text) => PersonalData.Redact(text).ShouldBe(text);

    [Theory]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("a.a@a.a.")]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("4-")]
    [InlineData("0.")]
    [InlineData("+1(")]
    [InlineData(":")]
    [InlineData("1:")]
    [InlineData("DE12 ")]
    [InlineData("0123-4567-89ab-")]
    public void Redact_Adversary_LinearTime(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        PersonalData.Redact(text[..1000]);

        var started = Stopwatch.GetTimestamp();
        PersonalData.Redact(text);

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Redact_RandomText_NeverFailsAndKeepsTheRest()
    {
        const string alphabet = "0123456789  ..--()+@:/aDE\u00e4\u00a0,";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var findings = PersonalData.Find(text);
            for (var f = 0; f < findings.Count; f++)
            {
                findings[f].Length.ShouldBePositive(text);
                findings[f].Start.ShouldBeGreaterThanOrEqualTo(f == 0 ? 0 : findings[f - 1].End, text);
                findings[f].End.ShouldBeLessThanOrEqualTo(text.Length, text);
            }
        }
    }
}
