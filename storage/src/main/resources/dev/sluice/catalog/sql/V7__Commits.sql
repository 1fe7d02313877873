-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Commits bear a mark: who made them, and their number among that writer's. The state has that of the last
-- one, so that two histories of the same length are told apart; and each writer's last one is kept, so
-- that who lost the connection while committing finds out what became of it, whatever others did since.

ALTER TABLE catalog_state ADD COLUMN last_commit TEXT NOT NULL DEFAULT '';

CREATE TABLE commit_mark (
    writer       TEXT   PRIMARY KEY,
    number       BIGINT NOT NULL,
    committed_at BIGINT NOT NULL
);
