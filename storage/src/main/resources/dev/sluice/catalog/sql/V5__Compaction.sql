-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Partitions that compaction leaves as they are until somebody asks for them again.

CREATE TABLE skipped_compaction (
    table_id      BIGINT NOT NULL REFERENCES table_entry (id),
    partition_key TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    file_count    BIGINT NOT NULL,
    row_count     BIGINT NOT NULL,
    size_bytes    BIGINT NOT NULL,
    skipped_at    BIGINT NOT NULL,
    PRIMARY KEY (table_id, partition_key)
);
