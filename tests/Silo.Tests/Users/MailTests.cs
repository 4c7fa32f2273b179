using System.Text.RegularExpressions;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>Links by mail: for a forgotten password, and to confirm an address.</summary>
public sealed partial class MailTests
{
    private const string PublicAddress = "https://llm.example.org";
    private const string NewPassword = "another horse battery";

    [Fact]
    public async Task Forgotten_LinkByMail_SetsThePasswordOnce()
    {
        await using MailServer mails = new();
        await using var silo = await SiloProcess.StartAsync([], Settings(mails), health => health["status"]!.GetValue<string>() == "ready");
        using var admin = silo.Admin();
        var email = $"{Guid.NewGuid():n}@example.org";
        (await admin.PostAsync("/admin/v1/users", new System.Text.Json.Nodes.JsonObject { ["email"] = email, ["password"] = UsersSilo.Password })).With(201);
        using BrowserClient browser = new(silo.Address);

        // What is said of an unknown address is said of a known one.
        var unknown = await browser.FollowAsync("/forgot", "/account/forgot", ("email", "nobody@example.org"));
        var known = await browser.FollowAsync("/forgot", "/account/forgot", ("email", email));
        Notice().Match(known).Value.ShouldBe(Notice().Match(unknown).Value);

        var mail = await mails.NextAsync();
        mails.Count.ShouldBe(0, "Nobody gets a mail who has no account.");
        mail.ShouldContain($"To: {email}");
        var link = new Uri(Link().Match(Unfold(mail)).Value);
        link.GetLeftPart(UriPartial.Authority).ShouldBe(PublicAddress);
        (await browser.GetAsync(link.PathAndQuery)).With(200).Body.ShouldContain("type=\"password\"");
        (string, string)[] fields = [.. link.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])))];

        (await browser.PostAsync(link.PathAndQuery, "/account/reset", [.. fields, ("password", NewPassword)])).With(303).Headers["Location"].ShouldBe("/sign-in");
        (await browser.PostAsync(link.PathAndQuery, "/account/reset", [.. fields, ("password", UsersSilo.Password)])).With(303);

        (await browser.SignInAsync(email, UsersSilo.Password)).With(303);
        (await browser.IsSignedInAsync()).ShouldBeFalse("The link was used already, the first password is gone.");
        (await browser.SignInAsync(email, NewPassword)).With(303);
        (await browser.IsSignedInAsync()).ShouldBeTrue();
    }

    private static Dictionary<string, string> Settings(MailServer mails) => new()
    {
        ["LLMGW__Mail__Host"] = "127.0.0.1",
        ["LLMGW__Mail__Port"] = $"{mails.Port}",
        ["LLMGW__Mail__Tls"] = "false",
        ["LLMGW__Mail__From"] = "gateway@example.org",
        ["LLMGW__Mail__Address"] = PublicAddress,
    };

    // Long lines of a mail are broken by "=" at their ends, and "=" itself is written as a number (quoted-printable, RFC 2045).
    private static string Unfold(string mail) => mail.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase)
        ? Regex.Replace(mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal), "=([0-9A-F]{2})", code => $"{(char)Convert.ToInt32(code.Groups[1].Value, 16)}")
        : mail;

    [GeneratedRegex("https?://[^ \r\n]+")]
    private static partial Regex Link();

    [GeneratedRegex("role=\"status\">[^<]*<")]
    private static partial Regex Notice();
}
