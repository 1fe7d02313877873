// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The catalog in a SQL store.
///
/// Owns: the schema and its migrations, the rules of each change, the snapshot in memory. Does not
/// own: the words (`dev.sluice.catalog`). A change is judged against the snapshot by `ChangeRules`,
/// which gives `CatalogRow`s; the same rows are written to the store, folded into the next
/// snapshot, and read back at the next start. Start at [dev.sluice.catalog.sql.SqlCatalog].
@NullMarked
package dev.sluice.catalog.sql;

import org.jspecify.annotations.NullMarked;
