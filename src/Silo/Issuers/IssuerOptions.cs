namespace LlmGateway.Silo.Issuers;

/// <summary>An OpenID Connect server that the gateway trusts to say who people are. Section <c>LLMGW:Issuers:{n}</c>.</summary>
public sealed class IssuerOptions
{
    /// <summary>Its name in addresses and in the audit trail: lower-case letters, digits and hyphens, at most 32.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its name on the button "Sign in with …". Default: <see cref="Name"/>.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Its address, as it calls itself in tokens; <c>/.well-known/openid-configuration</c> below it says the rest. https, or http at a loopback address.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Whether the issuer may be asked by http beyond this machine: whoever can change what passes then decides who comes in. Default: false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whom its access tokens must be made out to (<c>aud</c>), one of these. None: access tokens of this issuer open nothing.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>The gateway's id as a client there, for signing in to the dashboard. None: nobody signs in through it.</summary>
    public string? ClientId { get; set; }

    /// <summary>The gateway's secret as a client there; none for a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A file with that secret, in place of <see cref="ClientSecret"/>; read when the silo starts.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What is asked for at sign-in. Default: <c>openid</c>, <c>profile</c>, <c>email</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>What its access tokens may open at most, in this gateway's scopes; roles narrow it further. Default: every scope, <c>admin</c> too.</summary>
    public IList<string> TokenScopes { get; } = [];

    /// <summary>The claim with the user's lasting id. Default: <c>sub</c>. It must be the same in access and identity tokens.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>The claim with the user's e-mail address. Default: <c>email</c>.</summary>
    public string EmailClaim { get; set; } = "email";

    /// <summary>The claim with the user's name. Default: <c>name</c>.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The tenant of all its users; none if <see cref="TenantClaim"/> says it.</summary>
    public string? Tenant { get; set; }

    /// <summary>The claim that says the user's tenant: its id, unless <see cref="Tenants"/> translates it.</summary>
    public string? TenantClaim { get; set; }

    /// <summary>Tenants by value of <see cref="TenantClaim"/>; other values are no tenant. Empty: each value is a tenant's id.</summary>
    public IList<TenantMapping> Tenants { get; } = [];

    /// <summary>The claim that says the user's roles or groups; a path such as <c>realm_access.roles</c> reaches into objects.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>Roles of the tenant by value of <see cref="RoleClaim"/>; other values give none.</summary>
    public IList<RoleMapping> Roles { get; } = [];

    /// <summary>Roles that all its users have in their tenant. Default: none.</summary>
    public IList<string> DefaultRoles { get; } = [];

    /// <summary>Values of <see cref="RoleClaim"/> that make a user an operator of the whole gateway (<c>platform-admin</c>). Default: none.</summary>
    public IList<string> PlatformAdmins { get; } = [];

    /// <summary>Whether somebody who comes for the first time gets an account. Default: true.</summary>
    public bool CreateUsers { get; set; } = true;

    /// <summary>Whether somebody whose e-mail address the issuer has verified is the user here who has that address. Default: false.</summary>
    public bool LinkByEmail { get; set; }

    /// <summary>How long a sign-in through it lasts, used or not; then the issuer is asked again. 5 minutes to 14 days; default 12 hours.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);
}
