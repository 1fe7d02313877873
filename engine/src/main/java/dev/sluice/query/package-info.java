// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// From a query's text to a stream of Arrow batches.
///
/// Owns: the allow-list over the syntax tree, names, the choice of files and buffers,
/// deduplication, limits. Does not own: executing SQL (`dev.sluice.duckdb`), the wire. User text
/// never reaches the engine: it is parsed, checked and rebuilt first. Start at
/// [dev.sluice.query.QueryService].
@NullMarked
package dev.sluice.query;

import org.jspecify.annotations.NullMarked;
