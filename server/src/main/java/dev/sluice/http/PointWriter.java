// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.ingest.WriteOutcome;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import java.util.OptionalLong;

/// Where a write goes once it may: line protocol in, the outcome out. Filled by the parser and the
/// write service.
public interface PointWriter {

    /// Writes what is right and tells what is not.
    ///
    /// @param bytes line protocol in the first `size` of them; not kept
    /// @param arrivedNanos the time of lines that have none, in nanoseconds since 1970; empty for
    ///   the present
    /// @throws dev.sluice.model.ProblemException when the request as a whole failed
    WriteOutcome write(
            Grant.ForDatabase grant,
            byte[] bytes,
            int size,
            Precision precision,
            OptionalLong arrivedNanos);
}
