// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import java.util.List;

/// What a query sees of rows that are in no file yet: the local buffer, or a remote ingester's.
public interface BufferSource {

    /// The unpersisted rows of a table, oldest first; [BufferedRows#late] says which of them may
    /// repeat points. Immutable. A query takes this *before* its catalog snapshot: rows that are
    /// persisted in between then appear twice, which deduplication forgives, and never not at all.
    /// So when this returns, the catalog that queries see is at least as new as these rows: it has
    /// every file that rows went into which are not among them any more, and every column of those
    /// that are.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when a remote ingester cannot be
    ///   asked
    List<BufferedRows> snapshot(long tableId);
}
