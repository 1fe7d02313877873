// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The syntax tree of a query: what a user may say in SQL, and nothing else.
///
/// Owns: the tree's types, the reader that builds it from the parser's JSON and refuses what it
/// does not know, the writer that turns it into text for the engine, identifiers, literals and the
/// allow-list of functions. Does not own: tables, columns and files (`dev.sluice.query`). Start at
/// [dev.sluice.query.sql.SqlTreeReader].
@NullMarked
package dev.sluice.query.sql;

import org.jspecify.annotations.NullMarked;
