// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// An administrative operation: what an administrator asks to be allowed to do (admin.md 1.9).
public enum Operation {
    /// See databases and their settings.
    LIST_DATABASES,
    /// Make a database.
    CREATE_DATABASE,
    /// Give a database other limits.
    UPDATE_DATABASE,
    /// Give a database another name.
    RENAME_DATABASE,
    /// Take a database out of sight.
    DELETE_DATABASE,
    /// Bring a deleted database back.
    UNDELETE_DATABASE,
    /// See tables and their settings.
    LIST_TABLES,
    /// Make a table.
    CREATE_TABLE,
    /// Give a table another name.
    RENAME_TABLE,
    /// Take a table out of sight.
    DELETE_TABLE,
    /// Bring a deleted table back.
    UNDELETE_TABLE,
    /// See database tokens, never their secret.
    LIST_TOKENS,
    /// Make a database token.
    CREATE_TOKEN,
    /// Give a database token another description or other rights.
    UPDATE_TOKEN,
    /// End a database token for good.
    REVOKE_TOKEN,
    /// See management tokens, never their secret.
    LIST_MANAGEMENT_TOKENS,
    /// Make a management token.
    CREATE_MANAGEMENT_TOKEN,
    /// End a management token for good.
    REVOKE_MANAGEMENT_TOKEN,
    /// See who administers.
    LIST_USERS,
    /// See what cluster this is.
    GET_CLUSTER,
    /// See whom the cluster takes the caller for.
    WHO_AM_I
}
