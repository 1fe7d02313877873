// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.CatalogDump;
import dev.sluice.files.PrivateFiles;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the catalog into the object store, once an interval (admin.md 6.8). Intervals are whole
/// multiples since 1970 in UTC, and what was made in the present one is asked of the store: a
/// restart neither skips one nor makes two, and after a failure the next look tries again.
///
/// Everything is made in local files first. Then the version of the program is put, the copy, the
/// names of its objects, and last the filter over these, which says that all is there. What a
/// failure left is removed, unless the filter itself may have been put: that one is left in doubt
/// ([Backup#IN_DOUBT]).
///
/// Another process might collect where the turn was lost meanwhile, and knows nothing of a copy
/// whose files are local yet. So the turn is asked for once more when everything but the filter is
/// in the store, where any other collector sees it and waits.
final class BackupMaking implements Sweep {
    /// Between two looks, and so how late one may be.
    static final Duration PAUSE = Duration.ofMinutes(5);

    /// How long everything before the filter may take, well below [Backup#IN_DOUBT].
    private static final Duration MADE_WITHIN = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(BackupMaking.class);

    private final CatalogDump dump;
    private final ObjectStore store;
    private final Path scratch;
    private final String version;
    private final Duration interval;
    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private final BooleanSupplier inTurn;

    /// When the last one was made that is known.
    private @Nullable Instant last;

    /// @param scratch for files on their way, made where it is missing; nobody else's
    /// @param version of the program, for whoever restores
    /// @param stopping whether it is time to give up
    /// @param inTurn whether it is still this process's turn to collect
    BackupMaking(
            CatalogDump dump,
            ObjectStore store,
            Path scratch,
            String version,
            Duration interval,
            InstantSource clock,
            BooleanSupplier stopping,
            BooleanSupplier inTurn) {
        this.dump = dump;
        this.store = store;
        this.scratch = scratch;
        this.version = version;
        this.interval = interval;
        this.clock = clock;
        this.stopping = stopping;
        this.inTurn = inTurn;
    }

    @Override
    public SweepKind kind() {
        return SweepKind.CATALOG_SNAPSHOTS;
    }

    @Override
    public String failure() {
        return "no snapshot of the catalog was made; the next look tries again";
    }

    @Override
    public Batch next() throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!isMade(last, now)) {
            last =
                    new Backups(store)
                            .list().stream()
                                    .filter(Backup::isComplete)
                                    .map(Backup::takenAt)
                                    // What a clock that was wrong has made says nothing.
                                    .filter(time -> !time.isAfter(now))
                                    .reduce((_, later) -> later)
                                    .orElse(null);
        }
        if (isMade(last, now)) {
            return Batch.NOTHING;
        }
        make(now);
        last = now;
        return new Batch(1, false);
    }

    private boolean isMade(@Nullable Instant then, Instant now) {
        return then != null && multiple(then) == multiple(now);
    }

    private long multiple(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), interval.toSeconds());
    }

    private void make(Instant now) throws IOException {
        empty(scratch);
        try {
            Path maker = Files.writeString(file(), version + "\n");
            Path copy = file();
            Path names = file();
            Path filter = file();
            long count;
            try (OutputStream copyTarget = compressed(copy);
                    OutputStream nameTarget = compressed(names)) {
                count = dump.write(scratch, copyTarget, nameTarget);
            }
            try (OutputStream target = Files.newOutputStream(filter)) {
                NameFilter.of(names, count).write(target);
            }
            put(now, maker, copy, names);
            store.put(Backup.path(now, Backup.MARKER), filter);
            LOGGER.atInfo()
                    .addKeyValue("path", Backup.path(now, dump.name() + ".gz"))
                    .addKeyValue("objects", count)
                    .log("the catalog was copied");
        } finally {
            empty(scratch);
        }
    }

    /// Puts what comes before the marker, all or nothing where that can be had.
    private void put(Instant now, Path maker, Path copy, Path names) throws IOException {
        List<ObjectPath> touched = new ArrayList<>();
        try {
            put(Backup.path(now, Backup.VERSION), maker, touched);
            put(Backup.path(now, dump.name() + ".gz"), copy, touched);
            put(Backup.path(now, Backup.NAMES), names, touched);
            requireInTime(now);
        } catch (IOException | RuntimeException e) {
            for (ObjectPath path : touched) {
                try {
                    store.delete(path);
                } catch (IOException left) {
                    // Retention removes it later.
                    e.addSuppressed(left);
                }
            }
            throw e;
        }
    }

    private void requireInTime(Instant now) throws IOException {
        if (!inTurn.getAsBoolean()) {
            throw new IOException("another process may be collecting by now");
        }
        if (clock.instant().isAfter(now.plus(MADE_WITHIN))) {
            throw new IOException("it took more than " + MADE_WITHIN.toMinutes() + " minutes");
        }
    }

    private void put(ObjectPath path, Path content, List<ObjectPath> touched) throws IOException {
        touched.add(path);
        var _ = store.put(path, content);
    }

    /// A file that only its owner may read; so does what is stored of it.
    private Path file() throws IOException {
        return Files.createTempFile(scratch, "snapshot-", ".gz");
    }

    private OutputStream compressed(Path file) throws IOException {
        return new GZIPOutputStream(new Stoppable(Files.newOutputStream(file)), 1 << 16);
    }

    private static void empty(Path directory) throws IOException {
        PrivateFiles.makeDirectory(directory);
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.delete(file);
            }
        }
    }

    /// Ends what writes when the server ends.
    private final class Stoppable extends FilterOutputStream {
        Stoppable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (stopping.getAsBoolean()) {
                throw new InterruptedIOException("the server is stopping");
            }
            out.write(bytes, offset, length);
        }
    }
}
