// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// From parsed lines to acknowledged rows, and later from rows to files.
///
/// Owns: the check against the catalog's schema and limits, the receipt `CheckedBatch`, the order
/// log, buffer, answer; flushing and recovery. Does not own: parsing, the log's format, the file's
/// format. Called by the write door. Start at [dev.sluice.ingest.WriteService].
@NullMarked
package dev.sluice.ingest;

import org.jspecify.annotations.NullMarked;
