-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Plain SQL that SQLite and PostgreSQL read alike. Instants are whole milliseconds since the epoch,
-- times of points nanoseconds, UUIDs and hashes lower-case text. Identifiers come from
-- catalog_state, so that one is never used twice.

CREATE TABLE catalog_state (
    id                BIGINT PRIMARY KEY CHECK (id = 1),
    cluster_id        TEXT   NOT NULL,
    account_id        TEXT   NOT NULL,
    version           BIGINT NOT NULL,
    next_id           BIGINT NOT NULL,
    persisted_through BIGINT NOT NULL
);

CREATE TABLE database_entry (
    id                    BIGINT PRIMARY KEY,
    name                  TEXT   NOT NULL UNIQUE,
    retention_nanos       BIGINT NOT NULL,
    tables_max            BIGINT NOT NULL,
    columns_per_table_max BIGINT NOT NULL
);

CREATE TABLE table_entry (
    id          BIGINT PRIMARY KEY,
    database_id BIGINT NOT NULL REFERENCES database_entry (id),
    name        TEXT   NOT NULL,
    UNIQUE (database_id, name)
);

CREATE TABLE column_entry (
    table_id  BIGINT NOT NULL REFERENCES table_entry (id),
    place     BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    type_code BIGINT NOT NULL,
    PRIMARY KEY (table_id, place),
    UNIQUE (table_id, name)
);

CREATE TABLE file_entry (
    sequence       BIGINT PRIMARY KEY,
    path           TEXT   NOT NULL UNIQUE,
    table_id       BIGINT NOT NULL REFERENCES table_entry (id),
    time_nanos_min BIGINT NOT NULL,
    time_nanos_max BIGINT NOT NULL,
    row_count      BIGINT NOT NULL,
    size_bytes     BIGINT NOT NULL
);

CREATE TABLE token_entry (
    id           TEXT   PRIMARY KEY,
    description  TEXT   NOT NULL,
    sha512       TEXT   NOT NULL UNIQUE,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT,
    revoked_at   BIGINT
);

CREATE TABLE token_permission (
    token_id TEXT   NOT NULL REFERENCES token_entry (id),
    place    BIGINT NOT NULL,
    action   TEXT   NOT NULL,
    resource TEXT   NOT NULL,
    PRIMARY KEY (token_id, place)
);
