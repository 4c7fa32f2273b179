using LlmGateway.Grains.Access;
using Microsoft.AspNetCore.Authentication;

namespace LlmGateway.Silo.Auth;

/// <summary>A ticket that was made once for a key or token, and what it was made from.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Limits">What its holder could do then; null where that doesn't count.</param>
internal sealed record KnownTicket(AuthenticateResult Ticket, SubjectAccess? Limits);
