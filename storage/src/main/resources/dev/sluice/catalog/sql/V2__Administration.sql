-- SPDX-License-Identifier: Apache-2.0
-- Copyright the Sluice authors
--
-- Those who administer, and the tokens with which they let machines administer. A user is never
-- deleted. Groups are their words, joined by a space. What created_by names may be recorded after
-- the token, so it is no foreign key.

ALTER TABLE catalog_state ADD COLUMN created_at BIGINT;

CREATE TABLE user_entry (
    id          TEXT   PRIMARY KEY,
    provider    TEXT   NOT NULL,
    external_id TEXT   NOT NULL,
    first_name  TEXT   NOT NULL,
    last_name   TEXT   NOT NULL,
    email       TEXT   NOT NULL,
    user_groups TEXT   NOT NULL,
    active      BIGINT NOT NULL CHECK (active IN (0, 1))
);

CREATE TABLE management_token_entry (
    id          TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    prefix      TEXT   NOT NULL,
    sha512      TEXT   NOT NULL UNIQUE,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT,
    revoked_at  BIGINT,
    created_by  TEXT
);
