using System.ComponentModel.DataAnnotations;

namespace LlmGateway.Silo.Users.Mail;

/// <summary>The mail server that the gateway sends by. Section <c>LLMGW:Mail</c>; without a host no mail is sent.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "LLMGW:Mail";

    /// <summary>The server's name; empty for none.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port. Default: 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Who signs in there; empty for nobody.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    public string? From { get; set; }

    /// <summary>Whether the connection must be encrypted. Default: true.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>The gateway's address as people reach it, such as <c>https://llm.example.org</c>: links in mails begin with it, whatever a request says.</summary>
    public string? Address { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is not { Length: > 0 })
        {
            yield break;
        }

        if (From is not { Length: > 0 } || !MimeKit.MailboxAddress.TryParse(From, out _))
        {
            yield return new ValidationResult("LLMGW:Mail:From must be the sender's e-mail address.");
        }

        if (!Uri.TryCreate(Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            yield return new ValidationResult("LLMGW:Mail:Address must be the gateway's address as people reach it, such as https://llm.example.org.");
        }
    }
}
