using System.Net;
using System.Text.RegularExpressions;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>A browser without scripts: it keeps cookies and sends forms as pages have them.</summary>
public sealed partial class BrowserClient : IDisposable
{
    private readonly HttpClient _http;

    public BrowserClient(Uri address)
    {
        // Handled below: who sees a redirect can look at it.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        Address = address;
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    /// <summary>Where paths lead; whole addresses lead elsewhere too.</summary>
    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    public async Task<Answer> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(answer);
    }

    /// <summary>Sends a form with the token of a page.</summary>
    public async Task<Answer> PostAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await SendAsync(action, [("__RequestVerificationToken", TokenOf((await GetAsync(page)).Body)), .. fields]);

    /// <summary>Sends a form as it is.</summary>
    public async Task<Answer> SendAsync(string action, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await _http.PostAsync(action, form, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(answer);
    }

    /// <summary>Sends a form, and reads the page that it leads to.</summary>
    public async Task<string> FollowAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var answer = (await PostAsync(page, action, fields)).With(303);
        return WebUtility.HtmlDecode((await GetAsync(answer.Headers["Location"])).With(200).Body);
    }

    public Task<Answer> SignInAsync(string email, string password, string returnUrl = "") =>
        PostAsync("/sign-in", "/account/sign-in", ("email", email), ("password", password), ("returnUrl", returnUrl));

    public async Task<bool> IsSignedInAsync() => (await GetAsync("/account")).Status == 200;

    /// <summary>What a page says by role="alert" of what was done.</summary>
    public static string? ErrorOn(string page) => Alert().Match(page) is { Success: true } match ? match.Groups[1].Value : null;

    public void Dispose() => _http.Dispose();

    private static string TokenOf(string page) => Token().Match(page) is { Success: true } match ? match.Groups[1].Value : "";

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();

    [GeneratedRegex("class=\"note error\" role=\"alert\">([^<]*)<")]
    private static partial Regex Alert();
}
