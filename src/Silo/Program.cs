using LlmGateway.Silo.Api;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Api.Logs;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Calls;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Scim;
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
    using var data = DataDirectory.Open(builder.Configuration);
    var database = DatabaseChoice.Of(builder.Configuration, data);
    ListenAddresses.Check(builder.Configuration, database);
    using var certificate = ServerCertificate.For(builder.Configuration, data, TimeProvider.System);
    await database.MigrateAsync();
    var secrets = await SiloSecrets.OpenAsync(builder.Configuration, data, database);

    builder.AddGatewayLogging(data);
    builder.AddGatewayServer(certificate);
    builder.AddGatewayOrleans(database);
    builder.Services.AddSingleton(data);
    builder.Services.AddSingleton(secrets.AdminKey);
    builder.Services.AddGatewayStorage(database);
    builder.Services.AddGatewaySealing(secrets.MasterKeys);
    builder.Services.AddGatewayAuth(data, secrets.Shared);
    builder.Services.AddGatewayUsers();
    builder.Services.AddGatewayOAuth(builder.Configuration, database, secrets.Shared);
    builder.Services.AddGatewayIssuers(builder.Configuration);
    builder.Services.AddScim();
    builder.Services.AddGatewayTelemetry();
    builder.Services.AddRequestLog();
    builder.Services.AddIdempotency();
    builder.Services.AddGatewayApi();
    builder.Services.AddWeb();
    builder.Services.AddSingleton<RequestPipeline>();
    builder.Services.AddSingleton<EngineBooks>();
    builder.Services.AddHostedService<Bootstrap>();
    builder.Services.AddHostedService(services => services.GetRequiredService<EngineBooks>());
    builder.Services.AddHostedService<LostSilos>();
    builder.Services.AddHostedService<Welcome>();

    await using var app = builder.Build();
    RequestPipeline.Capture(app);
    app.UseRouting();
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
    app.MapScim();
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
