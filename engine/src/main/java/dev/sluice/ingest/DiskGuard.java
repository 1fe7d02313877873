// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refuses writes while the disk has less room than a limit, before the log runs into its end: what
/// is left is for the files that let the log be trimmed, and for whoever frees some. Takes writes
/// again by itself once there is a tenth more than the limit, so that it does not waver. Safe for
/// many threads; one of them looks at the disk once in a while, and the others take its word.
public final class DiskGuard implements RoomGuard {
    /// How long a look at the disk holds: at most what one disk takes in that time is written below
    /// the limit.
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(DiskGuard.class);

    private final FreeSpace disk;
    private final long freeBytesMin;
    private final LongSupplier nanoClock;
    private final AtomicLong nextLook;
    private volatile @Nullable Problem low;
    private volatile boolean blind;

    /// How much room a disk has.
    public interface FreeSpace {
        /// In bytes, as far as this process may use them.
        ///
        /// @throws IOException when the disk cannot be asked
        long bytes() throws IOException;
    }

    /// @param disk where everything is written
    /// @param freeBytesMin with less free, writes are refused; 0 refuses none
    /// @param nanoClock only differences count
    public DiskGuard(FreeSpace disk, long freeBytesMin, LongSupplier nanoClock) {
        this.disk = disk;
        this.freeBytesMin = freeBytesMin;
        this.nanoClock = nanoClock;
        this.nextLook = new AtomicLong(nanoClock.getAsLong());
    }

    @Override
    public void requireRoom() {
        long now = nanoClock.getAsLong();
        long due = nextLook.get();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_INTERVAL.toNanos())) {
            look();
        }
        Problem problem = low;
        if (problem != null) {
            throw problem.asException();
        }
    }

    private void look() {
        long free;
        try {
            free = disk.bytes();
            blind = false;
        } catch (IOException e) {
            if (!blind) {
                LOGGER.atWarn().setCause(e).log("the free room of the disk cannot be seen");
            }
            blind = true;
            return;
        }
        Problem before = low;
        if (free < (before == null ? freeBytesMin : freeBytesMin + freeBytesMin / 10)) {
            low = problem(free);
            if (before == null) {
                LOGGER.atError()
                        .addKeyValue("free", free)
                        .addKeyValue("limit", freeBytesMin)
                        .log("the disk is nearly full: no writes until there is room");
            }
        } else if (before != null) {
            low = null;
            LOGGER.atInfo().addKeyValue("free", free).log("the disk has room: writes go on");
        }
    }

    private Problem problem(long free) {
        return Problem.busy(
                "disk_low",
                "the disk of the data directory has "
                        + free
                        + " bytes free (limit: "
                        + freeBytesMin
                        + ", setting: sluice.data.freeBytesMin), please try again later");
    }
}
