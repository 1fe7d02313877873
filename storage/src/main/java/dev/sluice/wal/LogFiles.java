// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// The few file operations that the log's promise rests on, so that tests can let each one fail.
interface LogFiles {

    /// Opens a segment for appending, made where there is none.
    SegmentFile open(Path segment) throws IOException;

    /// Makes the directory's entries survive a crash.
    void syncDirectory(Path directory) throws IOException;

    /// A segment that is being written; used by one thread at a time.
    interface SegmentFile extends Closeable {

        /// Appends bytes.
        void write(byte[] bytes) throws IOException;

        /// Makes everything that was written survive a crash.
        void sync() throws IOException;
    }
}
