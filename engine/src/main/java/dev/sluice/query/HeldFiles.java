// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The data files of one query, held from when it is planned until its result is closed, so that
/// nobody deletes them and no cache evicts them meanwhile. Used by one thread at a time.
final class HeldFiles implements AutoCloseable {
    private final ObjectsInUse.Use inUse;
    private final long endNanos;
    private final Map<ObjectPath, HeldFile> held = new HashMap<>();

    /// @param inUse where the files are named while they are held; taken over
    /// @param timeLimit of the query, which fetches no other file afterwards
    HeldFiles(ObjectsInUse.Use inUse, Duration timeLimit) {
        this.inUse = inUse;
        this.endNanos = System.nanoTime() + timeLimit.toNanos();
    }

    /// Names files that the query may read; see [ObjectsInUse] for what has to follow.
    void name(Collection<ObjectPath> paths) {
        inUse.add(paths);
    }

    /// Where a file's bytes are, until all are closed; fetched once.
    ///
    /// @param sizeBytes as the catalog has it
    /// @throws dev.sluice.model.ProblemException *unavailable* `query_deadline`
    Path hold(ObjectStore objects, ObjectPath path, long sizeBytes) throws IOException {
        HeldFile file = held.get(path);
        if (file == null) {
            if (System.nanoTime() - endNanos >= 0) {
                throw SqlEngine.outOfTime();
            }
            file = objects.hold(path, sizeBytes);
            held.put(path, file);
        }
        return file.path();
    }

    /// Says how the query failed. Which of the files was to blame is not known.
    void failed(RuntimeException how) {
        held.values().forEach(file -> file.failed(how));
    }

    /// Lets all go, once.
    @Override
    public void close() {
        held.values().forEach(HeldFile::close);
        held.clear();
        inUse.close();
    }

    /// The same result, which lets the files go when it is closed.
    ResultStream until(ResultStream result) {
        return new Holding(result, this);
    }

    private record Holding(ResultStream stream, HeldFiles files) implements WrappedStream {
        @Override
        public boolean next() {
            try {
                return stream.next();
            } catch (RuntimeException e) {
                files.failed(e);
                throw e;
            }
        }

        @Override
        public void close() {
            try {
                stream.close();
            } finally {
                files.close();
            }
        }
    }
}
