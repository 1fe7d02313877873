-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Databases and tables may be renamed, deleted and brought back, and have templates of their own. Names
-- are unique among the live ones only, so the tables that said otherwise are made anew.

CREATE TABLE database_next (
    id                    BIGINT PRIMARY KEY,
    name                  TEXT   NOT NULL,
    retention_nanos       BIGINT NOT NULL,
    tables_max            BIGINT NOT NULL,
    columns_per_table_max BIGINT NOT NULL,
    deleted_at            BIGINT
);

INSERT INTO database_next (id, name, retention_nanos, tables_max, columns_per_table_max)
SELECT id, name, retention_nanos, tables_max, columns_per_table_max FROM database_entry;

CREATE TABLE table_next (
    id          BIGINT PRIMARY KEY,
    database_id BIGINT NOT NULL REFERENCES database_next (id),
    name        TEXT   NOT NULL,
    columns_max BIGINT NOT NULL,
    deleted_at  BIGINT
);

INSERT INTO table_next (id, database_id, name, columns_max)
SELECT t.id, t.database_id, t.name, d.columns_per_table_max
FROM table_entry t JOIN database_entry d ON d.id = t.database_id;

CREATE TABLE column_next (
    table_id  BIGINT NOT NULL REFERENCES table_next (id),
    place     BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    type_code BIGINT NOT NULL,
    PRIMARY KEY (table_id, place),
    UNIQUE (table_id, name)
);

INSERT INTO column_next (table_id, place, name, type_code)
SELECT table_id, place, name, type_code FROM column_entry;

CREATE TABLE file_next (
    sequence       BIGINT PRIMARY KEY,
    path           TEXT   NOT NULL UNIQUE,
    table_id       BIGINT NOT NULL REFERENCES table_next (id),
    time_nanos_min BIGINT NOT NULL,
    time_nanos_max BIGINT NOT NULL,
    row_count      BIGINT NOT NULL,
    size_bytes     BIGINT NOT NULL
);

INSERT INTO file_next
    (sequence, path, table_id, time_nanos_min, time_nanos_max, row_count, size_bytes)
SELECT sequence, path, table_id, time_nanos_min, time_nanos_max, row_count, size_bytes
FROM file_entry;

DROP TABLE file_entry;
DROP TABLE column_entry;
DROP TABLE table_entry;
DROP TABLE database_entry;

ALTER TABLE database_next RENAME TO database_entry;
ALTER TABLE table_next RENAME TO table_entry;
ALTER TABLE column_next RENAME TO column_entry;
ALTER TABLE file_next RENAME TO file_entry;

CREATE UNIQUE INDEX database_live_name ON database_entry (name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX table_live_name ON table_entry (database_id, name) WHERE deleted_at IS NULL;

-- What a table was called before, oldest first.
CREATE TABLE table_former_name (
    table_id BIGINT NOT NULL REFERENCES table_entry (id),
    place    BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    PRIMARY KEY (table_id, place)
);

-- The templates of databases and tables, whose identifiers are never the same. A kind is tag, bucket or
-- time; the text is the tag's name or the format.
CREATE TABLE template_part (
    owner_id     BIGINT NOT NULL,
    place        BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    bucket_count BIGINT,
    PRIMARY KEY (owner_id, place)
);
