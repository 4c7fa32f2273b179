using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace LlmGateway.Silo.Users.Mail;

/// <summary>Sends mail, where a server is configured.</summary>
internal sealed partial class Mailer(IOptions<MailOptions> options, IHostApplicationLifetime lifetime, ILogger<Mailer> logger) : IDisposable
{
    private const int ConcurrentMails = 4;
    private readonly SemaphoreSlim _sending = new(ConcurrentMails);

    /// <summary>Whether a server is configured.</summary>
    public bool IsConfigured => options.Value.Host is { Length: > 0 };

    /// <summary>Sends behind the caller's back: how long it takes says nothing of whether there is such an address. A failure is logged.</summary>
    /// <param name="to">The recipient.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="text">The text; <c>{link}</c> in it stands for <paramref name="path"/> at the gateway's address.</param>
    /// <param name="path">A path of the gateway.</param>
    public void Send(string to, string subject, string text, string path) => _ = SendAsync(to, subject, text, path);

    public void Dispose() => _sending.Dispose();

    private async Task SendAsync(string to, string subject, string text, string path)
    {
        var settings = options.Value;
        var stop = lifetime.ApplicationStopping;
        try
        {
            await _sending.WaitAsync(stop);
            try
            {
                using MimeMessage message = new();
                message.From.Add(MailboxAddress.Parse(settings.From!));
                message.To.Add(new MailboxAddress("", to));
                message.Subject = subject;
                message.Body = new TextPart("plain") { Text = text.Replace("{link}", settings.Address!.TrimEnd('/') + path, StringComparison.Ordinal) };
                using SmtpClient client = new();
                await client.ConnectAsync(settings.Host!, settings.Port, settings.Tls ? SecureSocketOptions.Auto : SecureSocketOptions.None, stop);
                if (settings.Tls && !client.IsSecure)
                {
                    throw new InvalidOperationException("The mail server offers no encryption. Set LLMGW:Mail:Tls to false only if the way to it is trusted.");
                }

                if (settings.User is { Length: > 0 } user)
                {
                    await client.AuthenticateAsync(user, settings.Password ?? "", stop);
                }

                await client.SendAsync(message, stop);
                await client.DisconnectAsync(true, stop);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e)
        {
            LogFailure(settings.Host, e.GetType().Name);
        }
    }

    // Not the exception itself: mail servers repeat addresses in what they say.
    [LoggerMessage(LogLevel.Error, "A mail could not be sent by {Host}: {Failure}")]
    private partial void LogFailure(string? host, string failure);
}
