using LlmGateway.Silo.Api;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Api.Logs;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Telemetry;
using LlmGateway.Silo.Usage;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using LlmGateway.Web;
using Serilog;

if (SiloArguments.Parse(args, out var exitCode) is not { } arguments)
{
    return exitCode;
}

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.Configuration.AddInMemoryCollection(arguments.Settings);
    ListenAddresses.Check(builder.Configuration);
    using var data = DataDirectory.Open(builder.Configuration);
    using var certificate = ServerCertificate.For(builder.Configuration, data, TimeProvider.System);
    var database = DatabaseChoice.ConnectionString(builder.Configuration, data);
    await GatewayDatabase.MigrateAsync(database);

    builder.AddGatewayLogging(data);
    builder.AddGatewayServer(certificate);
    builder.AddGatewayOrleans(database);
    builder.Services.AddSingleton(data);
    builder.Services.AddSingleton(Bootstrap.ReadAdminKey(builder.Configuration, data));
    builder.Services.AddGatewayStorage(database);
    builder.Services.AddGatewaySealing(MasterKeyFile.Read(builder.Configuration, data));
    builder.Services.AddGatewayAuth(data);
    builder.Services.AddGatewayUsers();
    builder.Services.AddGatewayOAuth(builder.Configuration);
    builder.Services.AddGatewayIssuers(builder.Configuration);
    builder.Services.AddGatewayTelemetry();
    builder.Services.AddRequestLog();
    builder.Services.AddIdempotency();
    builder.Services.AddGatewayApi();
    builder.Services.AddWeb();
    builder.Services.AddSingleton<EngineBooks>();
    builder.Services.AddHostedService<Bootstrap>();
    builder.Services.AddHostedService(services => services.GetRequiredService<EngineBooks>());
    builder.Services.AddHostedService<Welcome>();

    await using var app = builder.Build();
    app.UseMiddleware<RequestLogging>();
    app.UseMiddleware<RequestMiddleware>();
    app.UseMiddleware<AuditMiddleware>();
    app.UseMiddleware<OAuthRequests>();
    app.UseGatewayAuthentication();
    app.UseAuthorization();
    app.UseMiddleware<BodyCapture>();
    app.UseMiddleware<FormReading>();
    app.UseAntiforgery();
    app.MapGatewayApi();
    app.MapGatewayOAuth();
    app.MapAccounts();
    app.MapIssuers();
    app.MapWeb().Open("pages ask for a sign-in themselves");
    app.CheckPermissions();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartupFailure.Describe(e) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
finally
{
    await Log.CloseAndFlushAsync();
}
