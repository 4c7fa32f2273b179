using Microsoft.AspNetCore.Authorization;

namespace LlmGateway.Silo.Auth.Access;

/// <summary>Asks for what the endpoint's <see cref="RequiredPermission"/> says.</summary>
internal sealed class PermissionRequirement : IAuthorizationRequirement;
