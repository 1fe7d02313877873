-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Files may be marked deleted, be replaced by others and know their level and partition. What tells two
-- files apart is no longer what orders them, since a file that replaces others takes their place in the
-- order. Nobody wrote down the partition of a file before; its text is what core's PartitionKey renders.

CREATE TABLE file_next (
    id             BIGINT PRIMARY KEY,
    sequence       BIGINT NOT NULL,
    path           TEXT   NOT NULL UNIQUE,
    table_id       BIGINT NOT NULL REFERENCES table_entry (id),
    time_nanos_min BIGINT NOT NULL,
    time_nanos_max BIGINT NOT NULL,
    row_count      BIGINT NOT NULL,
    size_bytes     BIGINT NOT NULL,
    level          BIGINT NOT NULL CHECK (level IN (0, 1, 2)),
    partition_key  TEXT,
    deleted_at     BIGINT
);

INSERT INTO file_next
    (id, sequence, path, table_id, time_nanos_min, time_nanos_max, row_count, size_bytes, level)
SELECT sequence, sequence, path, table_id, time_nanos_min, time_nanos_max, row_count, size_bytes, 0
FROM file_entry;

DROP TABLE file_entry;

ALTER TABLE file_next RENAME TO file_entry;

CREATE INDEX file_table ON file_entry (table_id);
CREATE INDEX table_database ON table_entry (database_id);
