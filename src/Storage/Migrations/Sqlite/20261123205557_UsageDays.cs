using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LlmGateway.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class UsageDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "usage_days",
                columns: table => new
                {
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    app_id = table.Column<string>(type: "TEXT", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false),
                    requests = table.Column<long>(type: "INTEGER", nullable: false),
                    failures = table.Column<long>(type: "INTEGER", nullable: false),
                    input_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    cached_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    output_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    reasoning_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    cost_micros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_days", x => new { x.day, x.tenant_id, x.key_id, x.model, x.app_id, x.operation });
                });

            migrationBuilder.CreateIndex(
                name: "ix_usage_days_tenant_id_day",
                table: "usage_days",
                columns: new[] { "tenant_id", "day" });

            // What was used before this migration.
            migrationBuilder.Sql(
                """
                INSERT INTO usage_days SELECT hour - hour % 86400000, tenant_id, key_id, model, app_id, operation, SUM(requests), SUM(failures), SUM(input_tokens),
                    SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)
                FROM usage_hours GROUP BY 1, 2, 3, 4, 5, 6;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "usage_days");
        }
    }
}
