// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/// Keeps two commands from changing one installation at the same time.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock of `layout`, or refuses when another command holds it.
    ///
    /// @throws dev.sluice.model.ProblemException *conflict* when it is held
    static DirectoryLock take(Layout layout) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        layout.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw Problem.conflict(
                            "directory_locked",
                            "another ./sluice command works on directory %s; wait until it is done"
                                    .formatted(layout.directory()))
                    .asException();
        }
        return new DirectoryLock(channel);
    }

    /// Gives the lock back.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
