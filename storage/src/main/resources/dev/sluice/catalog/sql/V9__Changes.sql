-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Which entries each of the last commits has changed, so that whoever holds an earlier version reads those
-- alone. The mark is what catalog_state had as last_commit; keys are as EntryKey writes them, a space
-- between two, and NULL where they are too many. No row is there for commits of before.
--
-- A catalog of an earlier version that was restored over a later one has left the table where it was, with
-- what another history has changed.

CREATE TABLE IF NOT EXISTS catalog_change (
    version     BIGINT PRIMARY KEY,
    last_commit TEXT   NOT NULL,
    changed     TEXT
);

DELETE FROM catalog_change;
