// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Rows that are logged and not yet in files, held so that queries see them.
///
/// Owns: batches by table, which of them are put together, which rows are late, snapshots, the
/// hand-over to the persister. Does not own: the log, files. Filled by `dev.sluice.ingest`; read by
/// `dev.sluice.query`. Start at [dev.sluice.buffer.Buffer].
@NullMarked
package dev.sluice.buffer;

import org.jspecify.annotations.NullMarked;
