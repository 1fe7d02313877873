// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.background.RepeatedLook;
import dev.sluice.background.Trouble;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.Turn;
import dev.sluice.config.CollectorConfig;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is no longer needed, on a thread of its own: each kind of thing at its own interval
/// and first when the server starts. Whatever fails is said, and the next look comes all the same.
public final class Collector implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Collector.class);

    /// What one look takes at most, in batches; the next look goes on.
    private static final int BATCHES_MAX = 1_000;

    private final List<Errand> errands = new ArrayList<>();
    private final LongSupplier nanoClock;
    private final CollectorObserver observer;
    private final RepeatedLook looks;

    /// What a collector needs to know.
    ///
    /// @param catalog what exists
    /// @param objects where files are
    /// @param inUse which of them queries read
    /// @param dump copies the catalog
    /// @param scratch a directory for copies on their way, made where it is missing, and emptied
    /// @param version of the program, which copies of the catalog tell
    /// @param turn tells when this process is the one to collect
    public record Stores(
            Catalog catalog,
            ObjectStore objects,
            ObjectsInUse inUse,
            CatalogDump dump,
            Path scratch,
            String version,
            Turn turn) {}

    /// A kind of thing, and when it is looked for next.
    private static final class Errand {
        private final Sweep sweep;
        private final Duration pause;
        private final Trouble trouble = new Trouble();
        private long dueNanos;

        Errand(Sweep sweep, Duration pause, long dueNanos) {
            this.sweep = sweep;
            this.pause = pause;
            this.dueNanos = dueNanos;
        }
    }

    /// @param config when what is removed
    /// @param clock for ages
    /// @param nanoClock for intervals; only differences count
    public Collector(
            CollectorConfig config,
            Stores stores,
            InstantSource clock,
            LongSupplier nanoClock,
            CollectorObserver observer) {
        Turn turn = stores.turn();
        this.looks =
                new RepeatedLook(
                        "sluice-collector", Duration.ZERO, () -> turn.whenTaken(this::collectDue));
        this.nanoClock = nanoClock;
        this.observer = observer;
        Catalog catalog = stores.catalog();
        add(new ExpiredFiles(catalog, clock), config.retentionPause());
        add(new MarkedFiles(catalog, clock, config.files().cutoff()), config.files().pause());
        if (config.databases().enabled()) {
            add(
                    DeletedEntries.databases(catalog, clock, config.databases()),
                    config.databases().pause());
        }
        if (config.tables().enabled()) {
            add(DeletedEntries.tables(catalog, clock, config.tables()), config.tables().pause());
        }
        backUp(config.backups(), stores, clock);
        add(
                new UnknownObjects(
                        catalog,
                        stores.objects(),
                        stores.inUse(),
                        clock,
                        config.objects().cutoff(),
                        config.backups().protecting()
                                ? new BackedUpObjects(stores.objects(), clock, looks::isClosing)
                                : null),
                config.objects().pause());
    }

    /// By the thread that deletes objects, so that no snapshot is under way when it does.
    private void backUp(CollectorConfig.Backups rules, Stores stores, InstantSource clock) {
        if (rules.made()) {
            add(
                    new BackupMaking(
                            stores.dump(),
                            stores.objects(),
                            stores.scratch(),
                            stores.version(),
                            rules.interval(),
                            clock,
                            looks::isClosing,
                            stores.turn()::isHeld),
                    BackupMaking.PAUSE);
        }
        if (rules.made() || rules.protecting()) {
            add(new BackupRetention(stores.objects(), rules, clock), BackupRetention.PAUSE);
        }
    }

    private void add(Sweep sweep, Duration pause) {
        errands.add(new Errand(sweep, pause, nanoClock.getAsLong()));
    }

    /// Starts collecting. Once.
    public void start() {
        looks.start();
    }

    /// Ends after the batch that is being taken.
    @Override
    public void close() {
        looks.close();
    }

    /// Looks for everything whose time has come.
    ///
    /// @return how long until the next look
    Duration collectDue() {
        long next = Long.MAX_VALUE;
        for (Errand errand : errands) {
            if (nanoClock.getAsLong() - errand.dueNanos >= 0 && !looks.isClosing()) {
                collect(errand);
                errand.dueNanos = nanoClock.getAsLong() + errand.pause.toNanos();
            }
            next = Math.min(next, errand.dueNanos - nanoClock.getAsLong());
        }
        return Duration.ofNanos(Math.max(0, next));
    }

    private void collect(Errand errand) {
        Sweep sweep = errand.sweep;
        long count = 0;
        boolean wentWell = true;
        try {
            Sweep.Batch batch = new Sweep.Batch(0, true);
            for (int i = 0; i < BATCHES_MAX && batch.more() && !looks.isClosing(); i++) {
                batch = sweep.next();
                count += batch.count();
                if (batch.failure() != null) {
                    failed(errand, batch.failure());
                    wentWell = false;
                }
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(errand, e);
            wentWell = false;
        }
        if (wentWell && errand.trouble.end()) {
            LOGGER.atInfo().addKeyValue("what", sweep.kind().word()).log("looked for again");
        }
        if (count > 0) {
            observer.collected(sweep.kind(), count);
            LOGGER.atInfo()
                    .addKeyValue("what", sweep.kind().word())
                    .addKeyValue("count", count)
                    .log("collected");
        }
    }

    private void failed(Errand errand, Throwable failure) {
        observer.failed(errand.sweep.kind());
        LOGGER.atWarn()
                .addKeyValue("what", errand.sweep.kind().word())
                .addKeyValue("reason", Trouble.reason(failure))
                .setCause(errand.trouble.begin(failure))
                .log(errand.sweep.failure());
    }
}
