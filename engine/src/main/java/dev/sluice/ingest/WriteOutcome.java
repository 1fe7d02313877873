// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.lineprotocol.RejectedLine;
import java.util.List;

/// What became of a write request. Trouble that concerns the whole request is thrown as a
/// `ProblemException` instead.
public sealed interface WriteOutcome {

    /// Every line is on stable storage and in every later query; or there was none.
    record Accepted() implements WriteOutcome {}

    /// Some lines were refused; the others, if any, are stored as in [Accepted].
    ///
    /// @param rejected the refused lines by line number, never empty
    /// @param acceptedCount how many lines were stored; may be 0
    record Rejected(List<RejectedLine> rejected, long acceptedCount) implements WriteOutcome {
        /// Copies the list.
        public Rejected {
            rejected = List.copyOf(rejected);
        }
    }
}
