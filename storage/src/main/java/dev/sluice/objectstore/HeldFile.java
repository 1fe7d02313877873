// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.nio.file.Path;

/// A local file with the bytes of an object, for reading only. It stays until it is closed, unless
/// the object is deleted; whoever holds it closes it once.
public final class HeldFile implements AutoCloseable {
    private final Path path;
    private final Runnable release;

    /// @param path where the bytes are
    /// @param release called on close
    public HeldFile(Path path, Runnable release) {
        this.path = path;
        this.release = release;
    }

    /// A file that stays anyway.
    static HeldFile lasting(Path path) {
        return new HeldFile(path, () -> {});
    }

    /// Where the bytes are.
    public Path path() {
        return path;
    }

    /// From here on the file may go away.
    @Override
    public void close() {
        release.run();
    }
}
