// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Every file operation of the log, so that tests can let each one fail and take the power away
/// between any two.
interface LogFiles {

    /// Makes a directory and those above it where they are not there, for nobody else to look into,
    /// and makes its name lasting in any case: an earlier process may have failed just before that.
    void createDirectories(Path directory) throws IOException;

    /// Takes a directory for one process, until what is given back is closed.
    ///
    /// @throws IOException when another process has it
    Closeable lock(Path directory) throws IOException;

    /// The files of a directory.
    List<Path> list(Path directory) throws IOException;

    /// Whether a segment is where its name says.
    boolean isThere(Path segment);

    /// Opens a segment for appending, made where there is none.
    SegmentFile open(Path segment) throws IOException;

    /// Opens a segment for reading.
    SegmentContent read(Path segment) throws IOException;

    /// Takes away what a segment has beyond `size`, and makes that survive a crash.
    void cut(Path segment, long size) throws IOException;

    /// Writes what a segment has from `from` on once more, as it is, and makes it survive a crash.
    /// A sync alone would not do where an earlier process failed to sync these bytes: the system
    /// may show them and have given up writing them.
    void renew(Path segment, long from) throws IOException;

    /// Removes a segment.
    void delete(Path segment) throws IOException;

    /// Makes the directory's entries survive a crash.
    void syncDirectory(Path directory) throws IOException;

    /// A segment that is being written; used by one thread at a time.
    interface SegmentFile extends Closeable {

        /// Appends bytes.
        void write(byte[] bytes) throws IOException;

        /// Makes everything that was written survive a crash.
        void sync() throws IOException;
    }

    /// A segment that is being read.
    interface SegmentContent extends Closeable {

        /// How many bytes it has.
        long size() throws IOException;

        /// Reads bytes from a place on.
        ///
        /// @return how many; negative at the end
        int read(ByteBuffer into, long at) throws IOException;
    }
}
