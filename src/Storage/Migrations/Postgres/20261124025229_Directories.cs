using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LlmGateway.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    internal partial class Directories : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "provisioned_by",
                table: "users",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<bool>(
                name: "shut_out_by_directory",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "scim_users",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_name_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    external_id_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    email_hashes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scim_users", x => new { x.tenant_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "user_links",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tenant_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    platform_admin = table.Column<bool>(type: "boolean", nullable: false),
                    claims_at = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_links", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_scim_users_tenant_id_created_at_user_id",
                table: "scim_users",
                columns: new[] { "tenant_id", "created_at", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_scim_users_tenant_id_external_id_hash",
                table: "scim_users",
                columns: new[] { "tenant_id", "external_id_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_scim_users_user_id",
                table: "scim_users",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ux_scim_users_tenant_id_user_name_hash",
                table: "scim_users",
                columns: new[] { "tenant_id", "user_name_hash" },
                unique: true);

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
                name: "scim_users");

            migrationBuilder.DropTable(
                name: "user_links");

            migrationBuilder.DropColumn(
                name: "provisioned_by",
                table: "users");

            migrationBuilder.DropColumn(
                name: "shut_out_by_directory",
                table: "users");
        }
    }
}
