namespace LlmGateway.Silo.Users;

/// <summary>The fields of a posted form.</summary>
internal static class AccountForm
{
    /// <summary>A field's text; empty where it is missing or given twice.</summary>
    public static string Text(this IFormCollection form, string name) => form[name] is [{ } value] ? value : "";

    /// <summary>A field's text without spaces around it.</summary>
    public static string Line(this IFormCollection form, string name) => form.Text(name).Trim();
}
