// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Rows of one table held as columns in memory: the parser builds them, the log stores them, the
/// buffer keeps them, queries and the file writer read them.
///
/// Owns: the arrays and their growth. Does not own: any file or wire format of them. Plain arrays,
/// no boxing: this is the hot path of every write. Start at [dev.sluice.batch.TableRows].
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
