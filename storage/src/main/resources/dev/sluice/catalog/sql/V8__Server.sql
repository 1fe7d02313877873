-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Which server opened the catalog last that is alone with it: the writer of its commit marks. A server that
-- comes back after it lost its connection finds out by this that another one has been there meanwhile, whose
-- log and buffer are newer than its own.

ALTER TABLE catalog_state ADD COLUMN server TEXT NOT NULL DEFAULT '';
