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

    /// Lines were refused, and so nothing was stored: the write was to be whole or nothing.
    ///
    /// @param rejected the refused lines by line number, never empty
    record Unparsed(List<RejectedLine> rejected) implements WriteOutcome {
        /// Copies the list.
        public Unparsed {
            rejected = List.copyOf(rejected);
        }
    }

    /// Nothing was stored, because the schema or the retention period does not allow all of a write
    /// that was to be whole or nothing.
    ///
    /// @param tooOld whether it is for the retention period
    /// @param message of the first thing that is not allowed
    record Unfit(boolean tooOld, String message) implements WriteOutcome {}
}
