// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The engine underneath: runs SQL that we built, never SQL that a user wrote.
///
/// Owns: everything of the DuckDB library, connections, settings, and the Parquet files that it
/// writes. Does not own: what may be asked (`dev.sluice.query`). Native calls hold their thread, so
/// they run on bounded platform threads. Start at `DuckDbEngine`.
@NullMarked
package dev.sluice.duckdb;

import org.jspecify.annotations.NullMarked;
