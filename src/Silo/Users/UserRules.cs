using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace LlmGateway.Silo.Users;

/// <summary>What may be said of a user.</summary>
internal static class UserRules
{
    public const int MinPassword = 12;
    private const int MaxEmail = 254;
    private const int MaxName = 200;
    private const int MaxPassword = 1000;
    private static readonly EmailAddressAttribute Address = new();

    /// <summary>What is wrong with an e-mail address; null if nothing is.</summary>
    public static string? CheckEmail([NotNull] string? email)
    {
        email ??= "";
        return email.Length is > 2 and <= MaxEmail && Address.IsValid(email) && IsPrintable(email) && !email.Any(char.IsWhiteSpace)
            ? null
            : $"The e-mail address must look like name@example.org and have at most {MaxEmail} characters.";
    }

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    public static string? CheckName(string? name) => name is null || (name.Length <= MaxName && IsPrintable(name))
        ? null
        : $"The name must have at most {MaxName} characters, without control characters.";

    /// <summary>What is wrong with a password; null if nothing is. What it is made of is the user's choice.</summary>
    public static string? CheckPassword([NotNull] string? password, string email)
    {
        password ??= "";
        return password.Length is < MinPassword or > MaxPassword ? $"The password must have {MinPassword} to {MaxPassword} characters."
            : !IsWellFormed(password) ? "The password has characters that can't be read."
            : password.Trim().Equals(email, StringComparison.OrdinalIgnoreCase) ? "The password must not be the e-mail address."
            : null;
    }

    /// <summary>Whether a text can be shown: no control characters, none that turn the direction of what follows, no half characters.</summary>
    public static bool IsPrintable(string text) => IsWellFormed(text) && !text.EnumerateRunes().Any(rune =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF);

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }
}
