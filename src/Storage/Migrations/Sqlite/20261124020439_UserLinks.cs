using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LlmGateway.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class UserLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "user_links",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: true),
                    platform_admin = table.Column<bool>(type: "INTEGER", nullable: false),
                    claims_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_links", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_user_links_issuer",
                table: "user_links",
                column: "issuer");

            migrationBuilder.CreateIndex(
                name: "ix_user_links_user_id",
                table: "user_links",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "user_links");
        }
    }
}
