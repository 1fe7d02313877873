// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.TableRows;
import dev.sluice.wal.LogPosition;

/// Some rows of one table from one logged batch.
///
/// @param position the batch's place in the log; of two rows that hold the same point the higher
///   wins, within one batch the later row
/// @param rows immutable from here on
/// @param late whether they may repeat points of others, or each other's; of those of a table that
///   are not late, no two hold the same point
public record BufferedRows(LogPosition position, TableRows rows, boolean late) {}
