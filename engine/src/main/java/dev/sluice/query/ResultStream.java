// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// The rows of one running query. One thread reads; any thread may [#cancel]. The reader closes it,
/// whatever happened; memory and engine resources live until then.
public interface ResultStream extends AutoCloseable {

    /// The columns, with the metadata of data.md 4.7.
    Schema schema();

    /// Loads the next batch into [#root].
    ///
    /// @return false when there is none
    /// @throws dev.sluice.model.ProblemException *invalid* for an error in the data (overflow, bad
    ///   cast), *too large* at a memory limit, *unavailable* when cancelled or out of time
    boolean next();

    /// Whether all rows are in memory, so that [#next] never keeps its caller waiting.
    default boolean isInMemory() {
        return false;
    }

    /// The current batch; owned by this stream and overwritten by [#next]. Its vectors are there
    /// from the start, empty before the first batch.
    VectorSchemaRoot root();

    /// Ends the query soon; [#next] then fails.
    void cancel();

    @Override
    void close();
}
