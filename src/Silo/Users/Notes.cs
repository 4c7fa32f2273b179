using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace LlmGateway.Silo.Users;

/// <summary>Notes from a request to the page that follows it: a protected cookie that the page takes away.</summary>
internal sealed class Notes(IDataProtectionProvider protection)
{
    private const string CookieName = "llmgw-note";
    private const int MaxKept = 254;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("LlmGateway.Notes").ToTimeLimitedDataProtector();

    public void Leave(HttpContext http, Note note)
    {
        var kept = note with { Email = Kept(note.Email), Name = Kept(note.Name) };
        var json = JsonSerializer.SerializeToUtf8Bytes(kept, UsersJson.Default.Note);
        http.Response.Cookies.Append(CookieName, Convert.ToBase64String(_protector.Protect(json, Lifetime)), Options(http, Lifetime));
    }

    /// <summary>The note that was left, which is gone afterwards.</summary>
    public Note Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
        {
            return new Note();
        }

        http.Response.Cookies.Delete(CookieName, Options(http, null));
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(Convert.FromBase64String(cookie)), UsersJson.Default.Note) ?? new Note();
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return new Note(); // Too old, or not ours.
        }
    }

    private static string? Kept(string? text) => text is { Length: <= MaxKept } ? text : null;

    private static CookieOptions Options(HttpContext http, TimeSpan? age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = age, IsEssential = true };
}
