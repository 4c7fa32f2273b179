-- What Orleans' ADO.NET providers (grain storage, reminders, clustering) need of a PostgreSQL database.
-- The providers load their queries from OrleansQuery by name. The names, the @parameters and the names of the result
-- columns are Orleans' contract; the tables behind them are ours. See Sqlite.sql, which says the same of SQLite.
-- Each query is one statement, so that it needs no transaction: what belongs together is changed by its CTEs.

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);

-- Grain storage ------------------------------------------------------------------------------------------------------

-- GrainIdExtensionString is '' where Orleans says null, since a unique key takes two nulls for different.
CREATE TABLE IF NOT EXISTS OrleansStorage
(
    ServiceId              TEXT COLLATE "C" NOT NULL,
    GrainTypeString        TEXT COLLATE "C" NOT NULL,
    GrainIdN0              BIGINT           NOT NULL,
    GrainIdN1              BIGINT           NOT NULL,
    GrainIdExtensionString TEXT COLLATE "C" NOT NULL,
    Version                INTEGER          NOT NULL,
    ModifiedOn             TIMESTAMPTZ      NOT NULL,
    PayloadBinary          BYTEA            NULL,
    PRIMARY KEY (GrainIdExtensionString, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $q$
    SELECT PayloadBinary, Version FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '')$q$),

-- One of the two changes applies, by whether the grain has a version yet. Neither returns a row when another
-- activation has written meanwhile, from which Orleans makes an InconsistentStateException.
('WriteToStorageKey', $q$
    WITH made AS
    (
        INSERT INTO OrleansStorage
            (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, ModifiedOn, PayloadBinary)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''),
            1, now(), @PayloadBinary
        WHERE @GrainStateVersion IS NULL ON CONFLICT DO NOTHING
        RETURNING Version
    ),
    changed AS
    (
        UPDATE OrleansStorage
        SET PayloadBinary = @PayloadBinary, Version = Version + 1, ModifiedOn = now()
        WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
            AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '')
            AND Version = @GrainStateVersion
        RETURNING Version
    )
    SELECT Version AS NewGrainStateVersion FROM made UNION ALL SELECT Version FROM changed$q$),

-- The row stays, so that an activation which has not heard of the clearing still finds its version outdated.
('ClearStorageKey', $q$
    UPDATE OrleansStorage
    SET PayloadBinary = NULL, Version = Version + 1, ModifiedOn = now()
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '')
        AND Version = @GrainStateVersion
    RETURNING Version AS NewGrainStateVersion$q$),

-- For AdoNetGrainStorageOptions.DeleteStateOnClear. Orleans takes an unchanged version for a conflict: hence + 1.
('DeleteStorageKey', $q$
    DELETE FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
        AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '')
        AND Version = @GrainStateVersion
    RETURNING Version + 1 AS NewGrainStateVersion$q$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

-- Reminders ----------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansReminders
(
    ServiceId    TEXT COLLATE "C" NOT NULL,
    GrainId      TEXT COLLATE "C" NOT NULL,
    ReminderName TEXT COLLATE "C" NOT NULL,
    GrainHash    INTEGER          NOT NULL,
    StartTime    TIMESTAMPTZ      NOT NULL,
    Period       BIGINT           NOT NULL,
    Version      INTEGER          NOT NULL,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
);
CREATE INDEX IF NOT EXISTS IX_OrleansReminders_Hash ON OrleansReminders (ServiceId, GrainHash);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('UpsertReminderRowKey', $q$
    INSERT INTO OrleansReminders AS stored (ServiceId, GrainId, ReminderName, GrainHash, StartTime, Period, Version)
    VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
    ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
    SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = stored.Version + 1
    RETURNING Version$q$),
('ReadReminderRowKey', $q$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName$q$),
('ReadReminderRowsKey', $q$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId$q$),

-- Hashes are a ring, bound as signed numbers. Orleans asks 1 for a range that does not pass the signed end, 2 for one that does.
('ReadRangeRows1Key', $q$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash$q$),
('ReadRangeRows2Key', $q$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
    WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)$q$),
('DeleteReminderRowKey', $q$
    WITH gone AS
    (
        DELETE FROM OrleansReminders
        WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version
        RETURNING 1
    )
    SELECT count(*) FROM gone$q$),
('DeleteReminderRowsKey', $q$
    DELETE FROM OrleansReminders WHERE ServiceId = @ServiceId$q$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

-- Clustering ---------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansMembershipVersion
(
    DeploymentId TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    Version      INTEGER          NOT NULL
);
CREATE TABLE IF NOT EXISTS OrleansMembership
(
    DeploymentId TEXT COLLATE "C" NOT NULL,
    Address      TEXT COLLATE "C" NOT NULL,
    Port         INTEGER          NOT NULL,
    Generation   INTEGER          NOT NULL,
    SiloName     TEXT             NOT NULL,
    HostName     TEXT             NOT NULL,
    Status       INTEGER          NOT NULL,
    ProxyPort    INTEGER          NOT NULL,
    SuspectTimes TEXT             NULL,
    StartTime    TIMESTAMPTZ      NOT NULL,
    IAmAliveTime TIMESTAMPTZ      NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

-- Every change of the membership raises the table's version in the same statement, or neither happens. Of several at
-- once, the lock of the version's row lets one in; the others then see that it is not theirs any more, and change nothing.
-- A heartbeat sets IAmAliveTime alone and leaves the version as it is.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $q$
    WITH made AS
    (
        INSERT INTO OrleansMembershipVersion (DeploymentId, Version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM made$q$),
('InsertMembershipKey', $q$
    WITH raised AS
    (
        UPDATE OrleansMembershipVersion SET Version = Version + 1
        WHERE DeploymentId = @DeploymentId AND Version = @Version AND NOT EXISTS
        (
            SELECT 1 FROM OrleansMembership
            WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        )
        RETURNING 1
    ),
    made AS
    (
        INSERT INTO OrleansMembership
            (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM raised
        RETURNING 1
    )
    SELECT count(*) FROM made$q$),

-- The writer may be another silo with an older heartbeat in hand: the later one is kept.
('UpdateMembershipKey', $q$
    WITH raised AS
    (
        UPDATE OrleansMembershipVersion SET Version = Version + 1
        WHERE DeploymentId = @DeploymentId AND Version = @Version AND EXISTS
        (
            SELECT 1 FROM OrleansMembership
            WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        )
        RETURNING 1
    ),
    changed AS
    (
        UPDATE OrleansMembership
        SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = GREATEST(IAmAliveTime, @IAmAliveTime)
        FROM raised
        WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        RETURNING 1
    )
    SELECT count(*) FROM changed$q$),
('UpdateIAmAlivetimeKey', $q$
    UPDATE OrleansMembership
    SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation$q$),

-- The version comes back even where no silo does, in a row without one.
('MembershipReadRowKey', $q$
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
        m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersion v LEFT JOIN OrleansMembership m
        ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE v.DeploymentId = @DeploymentId$q$),
('MembershipReadAllKey', $q$
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
        m.IAmAliveTime, v.Version
    FROM OrleansMembershipVersion v LEFT JOIN OrleansMembership m ON m.DeploymentId = v.DeploymentId
    WHERE v.DeploymentId = @DeploymentId$q$),
('GatewaysQueryKey', $q$
    SELECT Address, ProxyPort, Generation FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0$q$),
('DeleteMembershipTableEntriesKey', $q$
    WITH silos AS (DELETE FROM OrleansMembership WHERE DeploymentId = @DeploymentId)
    DELETE FROM OrleansMembershipVersion WHERE DeploymentId = @DeploymentId$q$),

-- Status 6 is Dead. Required by the provider, but not used while the next one exists.
('CleanupDefunctSiloEntriesKey', $q$
    DELETE FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime AND StartTime < @IAmAliveTime$q$),

-- Deletes a dead silo only as Orleans has just read it: a row that changed meanwhile stays.
('CleanupDefunctSiloEntryKey', $q$
    DELETE FROM OrleansMembership
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        AND Status = 6 AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime AND SuspectTimes IS NOT DISTINCT FROM @SuspectTimes$q$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
