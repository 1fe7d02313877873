// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import dev.sluice.model.ProblemException;
import java.nio.file.Path;

/// A local file with the bytes of an object, for reading only. It stays until it is closed, unless
/// the object is deleted; whoever holds it closes it once.
public final class HeldFile implements AutoCloseable {
    /// The code of a problem that says that what was read is damaged.
    public static final String DAMAGED = "data_file_damaged";

    private final Path path;
    private final Runnable release;
    private final Runnable doubt;

    /// @param path where the bytes are
    /// @param release called on close
    public HeldFile(Path path, Runnable release) {
        this(path, release, () -> {});
    }

    /// @param doubt called when the bytes turn out to be damaged
    HeldFile(Path path, Runnable release, Runnable doubt) {
        this.path = path;
        this.release = release;
        this.doubt = doubt;
    }

    /// A file that stays anyway.
    static HeldFile lasting(Path path) {
        return new HeldFile(path, () -> {});
    }

    /// Where the bytes are.
    public Path path() {
        return path;
    }

    /// Says how reading failed. Where that is because bytes are damaged, a local copy is not used
    /// again: the next one who holds the object has it fetched anew.
    public void failed(Exception how) {
        if (how instanceof ProblemException e && e.problem().code().equals(DAMAGED)) {
            doubt.run();
        }
    }

    /// From here on the file may go away.
    @Override
    public void close() {
        release.run();
    }
}
