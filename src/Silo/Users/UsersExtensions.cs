using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Users.Mail;
using LlmGateway.Web.Account;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Users, their sessions and the pages of their accounts.</summary>
internal static class UsersExtensions
{
    /// <summary>The cookie between password and code.</summary>
    public const string CodeStep = "browser-code";

    /// <summary>How long there is to type the code.</summary>
    private static readonly TimeSpan CodeTime = TimeSpan.FromMinutes(5);

    // OWASP's figure for PBKDF2 with HMAC-SHA-512.
    private const int PasswordIterations = 210_000;

    public static IServiceCollection AddGatewayUsers(this IServiceCollection services)
    {
        services.AddIdentityCore<GatewayUser>(options =>
            {
                // The database keeps addresses apart; users of outside issuers may have none.
                options.User.RequireUniqueEmail = false;
                options.Password.RequiredLength = UserRules.MinPassword;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddUserStore<GatewayUserStore>()
            .AddPasswordValidator<PasswordRule>()
            .AddTokenProvider<DataProtectorTokenProvider<GatewayUser>>(TokenOptions.DefaultProvider);
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "llmgw-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddScoped<PageRequest>();
        services.AddSingleton<EmailHash>();
        services.AddSingleton<SignInTurns>();
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<Notes>();
        services.AddScoped<GatewayUserStore>();
        services.AddScoped<BrowserSession>();
        services.AddScoped<SignIns>();
        services.AddScoped<Accounts>();
        services.AddScoped<IAccountPages, AccountPages>();
        services.AddSingleton<Mailer>();
        services.AddOptionsWithValidateOnStart<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations();
        return services;
    }

    /// <summary>Adds the cookies of signed-in browsers.</summary>
    public static AuthenticationBuilder AddBrowserCookies(this AuthenticationBuilder authentication) => authentication
        .AddCookie(AuthExtensions.Browser, options =>
        {
            options.Cookie.Name = "llmgw-session";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.CookieManager = new SessionCookies();
            options.ExpireTimeSpan = BrowserSession.Lifetime;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.EventsType = typeof(BrowserSession);
        })
        .AddCookie(CodeStep, options =>
        {
            options.Cookie.Name = "llmgw-code";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.CookieManager = new SessionCookies();
            options.ExpireTimeSpan = CodeTime;
            options.SlidingExpiration = false;
        });

    /// <summary>The session that the request's cookie opened; null for a browser that is not signed in.</summary>
    public static Grains.Users.SessionUse? Session(this HttpContext http) => http.Features.Get<Grains.Users.SessionUse>();
}
