// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// Who asked for what, and what came of it: one JSON object a line, appended to a file that is
/// never rewritten (admin.md 1.11). Carries no secret.
public final class AuditLog implements AutoCloseable {

    private AuditLog() {}

    /// Opens the log for appending.
    ///
    /// @param file made when missing, mode 0600
    /// @param clock for the time of each record
    public static AuditLog open(Path file, InstantSource clock) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Closes the file.
    @Override
    public void close() {}
}
