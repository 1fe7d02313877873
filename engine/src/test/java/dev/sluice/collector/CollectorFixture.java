// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.Turn;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.CollectorConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A collector over a real catalog and a real store, both of which fail where a test says so, at a
/// time that the test moves.
final class CollectorFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final CollectorConfig.Removal TWO_DAYS =
            new CollectorConfig.Removal(true, Duration.ofDays(2), Duration.ofHours(24), 1_000);
    static final CollectorConfig CONFIG =
            new CollectorConfig(
                    new CollectorConfig.Sweep(Duration.ofDays(5), Duration.ofMinutes(30)),
                    new CollectorConfig.Sweep(Duration.ofDays(3), Duration.ofMinutes(30)),
                    Duration.ofMinutes(35),
                    TWO_DAYS,
                    TWO_DAYS,
                    CollectorConfig.Backups.DEFAULT);

    private final Path directory;
    private final SqlCatalog real;
    private final LocalObjectStore store;
    final ObjectsInUse inUse = new ObjectsInUse();
    final Map<String, Long> collected = new TreeMap<>();
    final List<String> failed = new ArrayList<>();

    /// Paths that cannot be deleted.
    final Set<ObjectPath> stuck = new HashSet<>();

    /// What the catalog shows until the next commit, as after one that was left in doubt.
    @Nullable CatalogSnapshot stale;

    /// Puts that come to nothing, by the end of their path, and those that happen all the same.
    final Set<String> putsThatFail = new HashSet<>();

    final Set<String> putsWithoutAnswer = new HashSet<>();

    /// What was to be put when puts failed.
    final Map<ObjectPath, byte[]> lost = new TreeMap<>(Comparator.comparing(ObjectPath::value));

    boolean listingFails;
    boolean catalogFails;
    int dumps;

    /// How long a copy of the catalog takes.
    Duration dumpTakes = Duration.ZERO;

    /// Whether it is still this process's turn to collect.
    boolean inTurn = true;

    /// What happens just before the next commit, and just after the next listing.
    Runnable beforeCommit = () -> {};

    Runnable afterListing = () -> {};
    Instant now = START;
    private Collector collector;

    CollectorFixture(Path directory) throws IOException {
        this(directory, CONFIG);
    }

    CollectorFixture(Path directory, CollectorConfig config) throws IOException {
        this.directory = directory;
        this.real = SqlCatalog.open(directory.resolve("catalog.db"));
        this.store = LocalObjectStore.open(directory.resolve("objects"));
        this.collector = collector(config);
    }

    private Collector collector(CollectorConfig config) {
        return new Collector(
                config,
                new Collector.Stores(
                        new FailingCatalog(),
                        new FailingStore(),
                        inUse,
                        new FailingDump(),
                        scratch(),
                        "9.8.7",
                        new ScriptedTurn()),
                () -> now,
                () -> Duration.between(START, now).toNanos(),
                new CollectorObserver() {
                    @Override
                    public void collected(SweepKind sweep, long count) {
                        collected.merge(sweep.word(), count, Long::sum);
                    }

                    @Override
                    public void failed(SweepKind sweep) {
                        failed.add(sweep.word());
                    }
                });
    }

    Path scratch() {
        return directory.resolve("scratch");
    }

    /// Goes on with other settings, as after a restart.
    void restart(CollectorConfig config) {
        collector = collector(config);
    }

    /// Lets time pass, and then everything that is due by then.
    Duration after(Duration time) {
        now = now.plus(time);
        return collector.collectDue();
    }

    Collector collector() {
        return collector;
    }

    StoredCatalog catalog() {
        return real;
    }

    ObjectStore store() {
        return store;
    }

    CatalogSnapshot done(CatalogChange change) {
        return real.commit(change).require();
    }

    TableEntry table(String database, Duration retention, String name) {
        if (real.snapshot().findDatabase(database).isEmpty()) {
            done(
                    new CatalogChange.CreateDatabase(
                            new DatabaseName(database), retention.toNanos(), 99, 99));
        }
        CatalogSnapshot after = done(new CatalogChange.CreateTable(database, name, null));
        return after.findTable(after.findDatabase(database).orElseThrow().id(), name).orElseThrow();
    }

    /// A committed file of a table, put now, whose rows end at `last`.
    FileEntry file(TableEntry table, Instant last) throws IOException {
        long nanos = last.getEpochSecond() * 1_000_000_000L;
        StoredFile stored = put(table);
        return done(new CatalogChange.AddFiles(
                        List.of(
                                new CatalogChange.AddedFile(
                                        stored,
                                        table.databaseId(),
                                        table.id(),
                                        nanos - 1_000,
                                        nanos,
                                        2)),
                        LogPosition.NONE))
                .findFile(stored.path())
                .orElseThrow();
    }

    /// An object without a file, put now.
    StoredFile put(TableEntry table) throws IOException {
        ObjectPath path =
                ObjectPath.dataFile(table.databaseId(), table.id(), "aa", UUID.randomUUID());
        StoredFile stored =
                store.put(path, Files.writeString(directory.resolve("content"), "content"));
        Files.setLastModifiedTime(store.hold(path).path(), FileTime.from(now));
        return stored;
    }

    List<ObjectPath> objects() throws IOException {
        return store.list("");
    }

    private final class FailingCatalog implements Catalog {
        @Override
        public CatalogSnapshot snapshot() {
            return stale == null ? real.snapshot() : stale;
        }

        @Override
        public CommitOutcome commit(CatalogChange change) {
            if (catalogFails) {
                throw Problem.unavailable("catalog_unavailable", "as the test wants it")
                        .asException();
            }
            Runnable action = beforeCommit;
            beforeCommit = () -> {};
            action.run();
            stale = null;
            return real.commit(change);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private final class ScriptedTurn implements Turn {
        @Override
        public boolean take() {
            return inTurn;
        }

        @Override
        public boolean isHeld() {
            return inTurn;
        }

        @Override
        public boolean wasHeld() {
            return inTurn;
        }

        @Override
        public void give() {
            // As if nobody else wanted it.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private final class FailingDump implements CatalogDump {
        @Override
        public String name() {
            return real.dump().name();
        }

        @Override
        public long write(Path scratch, OutputStream copy, OutputStream names) throws IOException {
            dumps++;
            now = now.plus(dumpTakes);
            if (catalogFails) {
                throw Problem.unavailable("catalog_unavailable", "as the test wants it")
                        .asException();
            }
            return real.dump().write(scratch, copy, names);
        }
    }

    private final class FailingStore implements ObjectStore {
        @Override
        public StoredFile put(ObjectPath path, Path content) throws IOException {
            if (putsThatFail.stream().anyMatch(path.value()::endsWith)) {
                lost.put(path, Files.readAllBytes(content));
                throw new IOException("cannot put " + path);
            }
            StoredFile stored = store.put(path, content);
            if (putsWithoutAnswer.stream().anyMatch(path.value()::endsWith)) {
                throw new IOException("nobody says what became of " + path);
            }
            return stored;
        }

        @Override
        public HeldFile hold(ObjectPath path) throws IOException {
            return store.hold(path);
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) throws IOException {
            if (listingFails) {
                throw new IOException("as the test wants it");
            }
            List<ListedObject> listed = store.listWithTimes(prefix);
            afterListing.run();
            return listed;
        }

        @Override
        public void delete(ObjectPath path) throws IOException {
            if (stuck.contains(path)) {
                throw new IOException("cannot delete " + path);
            }
            store.delete(path);
        }
    }

    @Override
    public void close() {
        collector.close();
        real.close();
    }
}
