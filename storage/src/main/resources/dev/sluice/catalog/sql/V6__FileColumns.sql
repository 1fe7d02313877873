-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Files know which columns of their table they have, by the columns' places in the table, as
-- dev.sluice.catalog.ColumnSet writes them. Nobody wrote it down before.

ALTER TABLE file_entry ADD COLUMN columns TEXT;
