using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>The model on SQLite; owns <c>Migrations/Sqlite</c>.</summary>
internal sealed class SqliteGatewayDbContext(DbContextOptions<SqliteGatewayDbContext> options) : GatewayDbContext(options);
