CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL CONSTRAINT "pk_api_keys" PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "expires_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "scopes" TEXT NOT NULL,
    "models" TEXT NULL
);

CREATE TABLE "tenants" (
    "id" TEXT NOT NULL CONSTRAINT "pk_tenants" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "plan" TEXT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_api_keys_hash" ON "api_keys" ("hash");

CREATE INDEX "ix_api_keys_tenant_id_created_at_id" ON "api_keys" ("tenant_id", "created_at", "id");

CREATE INDEX "ix_tenants_created_at_id" ON "tenants" ("created_at", "id");

-- What Orleans' ADO.NET providers (grain storage, reminders, clustering) need of a SQLite database.
-- The providers load their queries from OrleansQuery by name. The names, the @parameters and the names of the result
-- columns are Orleans' contract; the tables behind them are ours.
-- Times are text as Microsoft.Data.Sqlite binds them: UTC, sortable, and equal when bound again.

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
) WITHOUT ROWID;

-- Grain storage ------------------------------------------------------------------------------------------------------

-- GrainIdExtensionString is '' where Orleans says null, since a unique key takes two nulls for different.
CREATE TABLE IF NOT EXISTS OrleansStorage
(
    ServiceId              TEXT    NOT NULL,
    GrainTypeString        TEXT    NOT NULL,
    GrainIdN0              INTEGER NOT NULL,
    GrainIdN1              INTEGER NOT NULL,
    GrainIdExtensionString TEXT    NOT NULL,
    Version                INTEGER NOT NULL,
    ModifiedOn             TEXT    NOT NULL,
    PayloadBinary          BLOB    NULL,
    PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT PayloadBinary, Version FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')'),

-- One of the two statements applies, by whether the grain has a version yet. Neither returns a row when another
-- activation has written meanwhile, from which Orleans makes an InconsistentStateException.
('WriteToStorageKey', '
    INSERT INTO OrleansStorage
        (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, ModifiedOn, PayloadBinary)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''''),
        1, datetime(''now''), @PayloadBinary
    WHERE @GrainStateVersion IS NULL ON CONFLICT DO NOTHING
    RETURNING Version AS NewGrainStateVersion;
    UPDATE OrleansStorage
    SET PayloadBinary = @PayloadBinary, Version = Version + 1, ModifiedOn = datetime(''now'')
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
        AND Version = @GrainStateVersion
    RETURNING Version AS NewGrainStateVersion'),

-- The row stays, so that an activation which has not heard of the clearing still finds its version outdated.
('ClearStorageKey', '
    UPDATE OrleansStorage
    SET PayloadBinary = NULL, Version = Version + 1, ModifiedOn = datetime(''now'')
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
        AND Version = @GrainStateVersion
    RETURNING Version AS NewGrainStateVersion'),

-- For AdoNetGrainStorageOptions.DeleteStateOnClear. Orleans takes an unchanged version for a conflict: hence + 1.
('DeleteStorageKey', '
    DELETE FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
        AND Version = @GrainStateVersion
    RETURNING Version + 1 AS NewGrainStateVersion')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

-- Reminders ----------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansReminders
(
    ServiceId    TEXT    NOT NULL,
    GrainId      TEXT    NOT NULL,
    ReminderName TEXT    NOT NULL,
    GrainHash    INTEGER NOT NULL,
    StartTime    TEXT    NOT NULL,
    Period       INTEGER NOT NULL,
    Version      INTEGER NOT NULL,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS IX_OrleansReminders_Hash ON OrleansReminders (ServiceId, GrainHash);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('UpsertReminderRowKey', '
    INSERT INTO OrleansReminders (ServiceId, GrainId, ReminderName, GrainHash, StartTime, Period, Version)
    VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
    ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
    SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = Version + 1
    RETURNING Version'),
('ReadReminderRowKey', '
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName'),
('ReadReminderRowsKey', '
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId'),

-- Hashes are a ring, bound as signed numbers. Orleans asks 1 for a range that does not pass the signed end, 2 for one that does.
('ReadRangeRows1Key', '
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash'),
('ReadRangeRows2Key', '
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)'),
('DeleteReminderRowKey', '
    DELETE FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;
    SELECT changes()'),
('DeleteReminderRowsKey', '
    DELETE FROM OrleansReminders WHERE ServiceId = @ServiceId')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

-- Clustering ---------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansMembershipVersion
(
    DeploymentId TEXT    NOT NULL PRIMARY KEY,
    Version      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS OrleansMembership
(
    DeploymentId TEXT    NOT NULL,
    Address      TEXT    NOT NULL,
    Port         INTEGER NOT NULL,
    Generation   INTEGER NOT NULL,
    SiloName     TEXT    NOT NULL,
    HostName     TEXT    NOT NULL,
    Status       INTEGER NOT NULL,
    ProxyPort    INTEGER NOT NULL,
    SuspectTimes TEXT    NULL,
    StartTime    TEXT    NOT NULL,
    IAmAliveTime TEXT    NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
) WITHOUT ROWID;

-- Every change of the membership raises the table's version in the same step, or neither happens. As triggers, a change
-- is one statement, which needs no transaction that a failing provider could leave open on a pooled connection.
-- A heartbeat sets IAmAliveTime alone and leaves the version as it is.
CREATE TRIGGER IF NOT EXISTS OrleansMembership_Insert AFTER INSERT ON OrleansMembership
BEGIN
    UPDATE OrleansMembershipVersion SET Version = Version + 1 WHERE DeploymentId = NEW.DeploymentId;
END;
CREATE TRIGGER IF NOT EXISTS OrleansMembership_Update AFTER UPDATE OF Status, SuspectTimes ON OrleansMembership
BEGIN
    UPDATE OrleansMembershipVersion SET Version = Version + 1 WHERE DeploymentId = NEW.DeploymentId;
END;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', '
    INSERT INTO OrleansMembershipVersion (DeploymentId, Version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING;
    SELECT changes()'),
('InsertMembershipKey', '
    INSERT INTO OrleansMembership
        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM OrleansMembershipVersion WHERE DeploymentId = @DeploymentId AND Version = @Version
    ON CONFLICT DO NOTHING;
    SELECT changes()'),

-- The writer may be another silo with an older heartbeat in hand: the later one is kept.
('UpdateMembershipKey', '
    UPDATE OrleansMembership
    SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = max(IAmAliveTime, @IAmAliveTime)
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        AND EXISTS (SELECT 1 FROM OrleansMembershipVersion WHERE DeploymentId = @DeploymentId AND Version = @Version);
    SELECT changes()'),
('UpdateIAmAlivetimeKey', '
    UPDATE OrleansMembership
    SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),

-- The version comes back even where no silo does, in a row without one.
('MembershipReadRowKey', '
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
        m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersion v LEFT JOIN OrleansMembership m
        ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE v.DeploymentId = @DeploymentId'),
('MembershipReadAllKey', '
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
        m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersion v LEFT JOIN OrleansMembership m ON m.DeploymentId = v.DeploymentId
    WHERE v.DeploymentId = @DeploymentId'),
('GatewaysQueryKey', '
    SELECT Address, ProxyPort, Generation FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),
('DeleteMembershipTableEntriesKey', '
    DELETE FROM OrleansMembership WHERE DeploymentId = @DeploymentId;
    DELETE FROM OrleansMembershipVersion WHERE DeploymentId = @DeploymentId'),

-- Status 6 is Dead. Required by the provider, but not used while the next one exists.
('CleanupDefunctSiloEntriesKey', '
    DELETE FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime AND StartTime < @IAmAliveTime'),

-- Deletes a dead silo only as Orleans has just read it: a row that changed meanwhile stays.
('CleanupDefunctSiloEntryKey', '
    DELETE FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        AND Status = 6 AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime AND SuspectTimes IS @SuspectTimes')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123155020_Initial', '10.0.15');

ALTER TABLE "api_keys" ADD "last_used_at" INTEGER NULL;

CREATE TABLE "audit" (
    "sequence" INTEGER NOT NULL CONSTRAINT "pk_audit" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "tenant_id" TEXT NULL,
    "target" TEXT NULL,
    "status" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "address" TEXT NULL,
    "detail" TEXT NULL,
    "hash" TEXT NOT NULL
);

CREATE TABLE "data_keys" (
    "owner" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "wrapped" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "pk_data_keys" PRIMARY KEY ("owner", "version")
);

CREATE TABLE "engine_counts" (
    "segment" TEXT NOT NULL,
    "replica" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    CONSTRAINT "pk_engine_counts" PRIMARY KEY ("segment", "replica")
);

CREATE TABLE "ledger" (
    "request_id" TEXT NOT NULL CONSTRAINT "pk_ledger" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "user_id" TEXT NULL,
    "app_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "replica" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "cost_micros" INTEGER NOT NULL,
    "queue_us" INTEGER NOT NULL,
    "first_token_us" INTEGER NULL,
    "total_us" INTEGER NOT NULL
);

CREATE TABLE "request_log" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_request_log" PRIMARY KEY AUTOINCREMENT,
    "request_id" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "user_id" TEXT NULL,
    "operation" TEXT NOT NULL,
    "model" TEXT NULL,
    "version" TEXT NULL,
    "status" INTEGER NOT NULL,
    "error" TEXT NULL,
    "stream" INTEGER NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "first_token_us" INTEGER NULL,
    "total_us" INTEGER NOT NULL,
    "metadata" TEXT NULL,
    "request_body" BLOB NULL,
    "response_body" BLOB NULL
);

CREATE TABLE "stored_answers" (
    "tenant_id" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "silo" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "status" INTEGER NULL,
    "content_type" TEXT NULL,
    "body" BLOB NULL,
    CONSTRAINT "pk_stored_answers" PRIMARY KEY ("tenant_id", "key_hash")
);

CREATE TABLE "usage_hours" (
    "hour" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "cost_micros" INTEGER NOT NULL,
    CONSTRAINT "pk_usage_hours" PRIMARY KEY ("hour", "tenant_id", "key_id", "model", "app_id", "operation")
);

CREATE INDEX "ix_audit_tenant_id_sequence" ON "audit" ("tenant_id", "sequence");

CREATE INDEX "ix_ledger_tenant_id_at" ON "ledger" ("tenant_id", "at");

CREATE INDEX "ix_request_log_key_id_id" ON "request_log" ("key_id", "id");

CREATE INDEX "ix_request_log_model_id" ON "request_log" ("model", "id");

CREATE UNIQUE INDEX "ix_request_log_request_id" ON "request_log" ("request_id");

CREATE INDEX "ix_request_log_status_id" ON "request_log" ("status", "id") WHERE status >= 400;

CREATE INDEX "ix_request_log_tenant_id_id" ON "request_log" ("tenant_id", "id");

CREATE INDEX "ix_request_log_user_id_id" ON "request_log" ("user_id", "id") WHERE user_id IS NOT NULL;

CREATE INDEX "ix_stored_answers_at" ON "stored_answers" ("at");

CREATE INDEX "ix_usage_hours_tenant_id_hour" ON "usage_hours" ("tenant_id", "hour");

CREATE VIRTUAL TABLE request_log_text USING fts5(metadata, content='', contentless_delete=1);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123184139_Accounting', '10.0.15');

CREATE TABLE "usage_days" (
    "day" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "cost_micros" INTEGER NOT NULL,
    CONSTRAINT "pk_usage_days" PRIMARY KEY ("day", "tenant_id", "key_id", "model", "app_id", "operation")
);

CREATE INDEX "ix_usage_days_tenant_id_day" ON "usage_days" ("tenant_id", "day");

INSERT INTO usage_days SELECT hour - hour % 86400000, tenant_id, key_id, model, app_id, operation, SUM(requests), SUM(failures), SUM(input_tokens),
    SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)
FROM usage_hours GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123205557_UsageDays', '10.0.15');

CREATE TABLE "oauth_applications" (
    "id" TEXT NOT NULL CONSTRAINT "pk_oauth_applications" PRIMARY KEY,
    "tenant_id" TEXT NULL,
    "scopes" TEXT NOT NULL,
    "grant_types" TEXT NOT NULL,
    "first_party" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "application_type" TEXT NULL,
    "client_id" TEXT NULL,
    "client_secret" TEXT NULL,
    "client_type" TEXT NULL,
    "concurrency_token" TEXT NULL,
    "consent_type" TEXT NULL,
    "display_name" TEXT NULL,
    "display_names" TEXT NULL,
    "json_web_key_set" TEXT NULL,
    "permissions" TEXT NULL,
    "post_logout_redirect_uris" TEXT NULL,
    "properties" TEXT NULL,
    "redirect_uris" TEXT NULL,
    "requirements" TEXT NULL,
    "settings" TEXT NULL
);

CREATE TABLE "oauth_scopes" (
    "id" TEXT NOT NULL CONSTRAINT "pk_oauth_scopes" PRIMARY KEY,
    "concurrency_token" TEXT NULL,
    "description" TEXT NULL,
    "descriptions" TEXT NULL,
    "display_name" TEXT NULL,
    "display_names" TEXT NULL,
    "name" TEXT NULL,
    "properties" TEXT NULL,
    "resources" TEXT NULL
);

CREATE TABLE "users" (
    "id" TEXT NOT NULL CONSTRAINT "pk_users" PRIMARY KEY,
    "email_hash" TEXT NOT NULL,
    "sealed" BLOB NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NOT NULL,
    "two_factor" INTEGER NOT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "failed_sign_ins" INTEGER NOT NULL,
    "locked_until" INTEGER NULL,
    "active" INTEGER NOT NULL,
    "external_id" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "last_sign_in_at" INTEGER NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "oauth_authorizations" (
    "id" TEXT NOT NULL CONSTRAINT "pk_oauth_authorizations" PRIMARY KEY,
    "session_id" TEXT NULL,
    "tenant_id" TEXT NULL,
    "application_id" TEXT NULL,
    "concurrency_token" TEXT NULL,
    "creation_date" TEXT NULL,
    "properties" TEXT NULL,
    "scopes" TEXT NULL,
    "status" TEXT NULL,
    "subject" TEXT NULL,
    "type" TEXT NULL,
    CONSTRAINT "FK_oauth_authorizations_oauth_applications_application_id" FOREIGN KEY ("application_id") REFERENCES "oauth_applications" ("id")
);

CREATE TABLE "oauth_tokens" (
    "id" TEXT NOT NULL CONSTRAINT "pk_oauth_tokens" PRIMARY KEY,
    "application_id" TEXT NULL,
    "authorization_id" TEXT NULL,
    "concurrency_token" TEXT NULL,
    "creation_date" TEXT NULL,
    "expiration_date" TEXT NULL,
    "payload" TEXT NULL,
    "properties" TEXT NULL,
    "redemption_date" TEXT NULL,
    "reference_id" TEXT NULL,
    "status" TEXT NULL,
    "subject" TEXT NULL,
    "type" TEXT NULL,
    CONSTRAINT "FK_oauth_tokens_oauth_applications_application_id" FOREIGN KEY ("application_id") REFERENCES "oauth_applications" ("id"),
    CONSTRAINT "FK_oauth_tokens_oauth_authorizations_authorization_id" FOREIGN KEY ("authorization_id") REFERENCES "oauth_authorizations" ("id")
);

CREATE UNIQUE INDEX "ix_oauth_applications_client_id" ON "oauth_applications" ("client_id");

CREATE INDEX "ix_oauth_applications_tenant_id_created_at_id" ON "oauth_applications" ("tenant_id", "created_at", "id");

CREATE INDEX "ix_oauth_authorizations_application_id_status_subject_type" ON "oauth_authorizations" ("application_id", "status", "subject", "type");

CREATE UNIQUE INDEX "ix_oauth_scopes_name" ON "oauth_scopes" ("name");

CREATE INDEX "ix_oauth_tokens_application_id_status_subject_type" ON "oauth_tokens" ("application_id", "status", "subject", "type");

CREATE INDEX "ix_oauth_tokens_authorization_id" ON "oauth_tokens" ("authorization_id");

CREATE UNIQUE INDEX "ix_oauth_tokens_reference_id" ON "oauth_tokens" ("reference_id");

CREATE INDEX "ix_users_created_at_id" ON "users" ("created_at", "id");

CREATE UNIQUE INDEX "ux_users_email_hash" ON "users" ("email_hash");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123233956_Identity', '10.0.15');

ALTER TABLE "users" ADD "provisioned_by" TEXT NULL;

ALTER TABLE "users" ADD "shut_out_by_directory" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "scim_users" (
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name_hash" TEXT NOT NULL,
    "external_id_hash" TEXT NULL,
    "email_hashes" TEXT NOT NULL,
    "sealed" BLOB NOT NULL,
    "active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_scim_users" PRIMARY KEY ("tenant_id", "user_id")
);

CREATE TABLE "user_links" (
    "id" TEXT NOT NULL CONSTRAINT "pk_user_links" PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "tenant_id" TEXT NULL,
    "platform_admin" INTEGER NOT NULL,
    "claims_at" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE INDEX "ix_scim_users_tenant_id_created_at_user_id" ON "scim_users" ("tenant_id", "created_at", "user_id");

CREATE INDEX "ix_scim_users_tenant_id_external_id_hash" ON "scim_users" ("tenant_id", "external_id_hash");

CREATE INDEX "ix_scim_users_user_id" ON "scim_users" ("user_id");

CREATE UNIQUE INDEX "ux_scim_users_tenant_id_user_name_hash" ON "scim_users" ("tenant_id", "user_name_hash");

CREATE INDEX "ix_user_links_issuer" ON "user_links" ("issuer");

CREATE INDEX "ix_user_links_user_id" ON "user_links" ("user_id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124025224_Directories', '10.0.15');

