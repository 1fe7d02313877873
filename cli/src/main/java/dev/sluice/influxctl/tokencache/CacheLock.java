// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import dev.sluice.files.PrivateFiles;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import dev.sluice.oidc.Pacer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The right to read and replace one entry of the cache, among all processes of this user. Closing
/// it gives the right up; so does the end of the process.
public final class CacheLock implements AutoCloseable {
    /// How long another process is waited for: a little longer than any sign-in lasts.
    static final Duration WAIT_MAX = Duration.ofMinutes(20);

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long PAUSES_MAX = WAIT_MAX.dividedBy(PAUSE);

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    static CacheLock acquire(Path file, Terminal terminal, Pacer pacer)
            throws IOException, InterruptedException {
        FileChannel channel = PrivateFiles.openForLocking(file);
        boolean acquired = false;
        try {
            for (long pauses = 0; !acquired && pauses < PAUSES_MAX; pauses++) {
                acquired = tryLock(channel) != null;
                if (!acquired) {
                    if (pauses == 0) {
                        terminal.info("waiting for another influxctl that is signing in");
                    }
                    pacer.sleeper().sleep(PAUSE);
                }
            }
        } finally {
            if (!acquired) {
                channel.close();
            }
        }
        if (!acquired) {
            throw Problem.busy(
                            "cache_locked",
                            "another influxctl has held "
                                    + file
                                    + " for "
                                    + WAIT_MAX.toMinutes()
                                    + " minutes; end it and run the command again")
                    .asException();
        }
        return new CacheLock(channel);
    }

    /// A lock that this very process holds elsewhere counts as taken.
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /// Closing the channel releases the lock; the empty file stays, since deleting it would let two
    /// processes hold two locks of one name.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
