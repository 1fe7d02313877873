// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What exists: databases, tables, columns, files, tokens, users.
///
/// Owns: the catalog's records, versioned snapshots, commits with three outcomes, and its tables in
/// a SQL store (`dev.sluice.catalog.sql`). Does not own: who may change it (`dev.sluice.auth`), the
/// bytes of a file (`dev.sluice.objectstore`). Start at [dev.sluice.catalog.Catalog].
@NullMarked
package dev.sluice.catalog;

import org.jspecify.annotations.NullMarked;
