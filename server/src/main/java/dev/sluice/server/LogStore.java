// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.config.LogConfig;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.SmallObjects;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import dev.sluice.wal.LogLoss;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.ObjectLog;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the log is: in the data directory, or in the bucket. It is moved from one to the other by
/// a server that was stopped in good order, which leaves nothing in it; points that are in the
/// other place and in no file are a reason not to start. Into the bucket it is moved by the server
/// whose disk it was on, since no other can see whether there are such points.
final class LogStore {
    private static final Logger log = LoggerFactory.getLogger(LogStore.class);

    private LogStore() {}

    /// Opens it.
    ///
    /// @param bucket where there is one, as there is where the log is to be in it
    /// @param catalog says up to which position everything is in files
    /// @param lost completed when another process has opened the log meanwhile
    /// @throws IOException when it cannot be read
    /// @throws dev.sluice.model.ProblemException *conflict* when points are in the other place, or
    ///   nobody can say
    static WriteAheadLog open(
            LogConfig config,
            DataDirectory directory,
            @Nullable BucketStore bucket,
            CatalogSnapshot catalog,
            Host host,
            CompletableFuture<Problem> lost)
            throws IOException {
        LogPosition persisted = catalog.persistedThrough();
        if (!config.inBucket()) {
            LogPosition inBucket =
                    bucket == null || bucket.isReached()
                            ? requireNothingIn(bucket, persisted)
                            : unseen("the object store cannot be reached yet");
            if (!Files.exists(directory.logDirectory())
                    && !catalog.databases().isEmpty()
                    && (inBucket.equals(LogPosition.NONE) || inBucket.compareTo(persisted) < 0)) {
                tellOfOthers(directory);
            }
            return FileLog.open(directory.logDirectory(), LogLimits.DEFAULT, LogStore::tellOfLoss);
        }
        if (bucket == null) {
            throw new IllegalArgumentException("no bucket");
        }
        if (Files.exists(directory.logDirectory())) {
            requireNothingIn(directory.logDirectory(), persisted);
        } else {
            requireNotElsewhere(bucket, catalog);
        }
        return ObjectLog.open(
                bucket,
                LogLimits.DEFAULT,
                Duration.ofMillis(config.objectMillis()),
                host.clock(),
                lost::complete);
    }

    /// Requires that everything is in files that was ever in the log of a data directory.
    ///
    /// @throws IOException when it cannot be read
    /// @throws dev.sluice.model.ProblemException *conflict* when something is not
    static void requireEmpty(DataDirectory directory, LogPosition persisted) throws IOException {
        if (Files.exists(directory.logDirectory())
                && hasPoints(directory.logDirectory(), persisted)) {
            throw elsewhere(
                    directory.logDirectory().toString(), "with the settings that it had before");
        }
    }

    /// Begins the log in a bucket, where there is none, of a server whose own log is empty: any
    /// other server may go on with it then.
    ///
    /// @throws IOException when the bucket cannot be used
    static void beginIn(
            BucketStore bucket,
            LogConfig config,
            DataDirectory directory,
            CatalogSnapshot catalog,
            Host host)
            throws IOException {
        if (ObjectLog.awaitLastIn(bucket).isPresent()) {
            return;
        }
        try (WriteAheadLog log =
                open(config, directory, bucket, catalog, host, new CompletableFuture<>())) {
            log.replay(catalog.persistedThrough(), _ -> {});
        }
    }

    /// Requires that a bucket has no log with points that are in no file of a catalog.
    ///
    /// @param bucket null where there is none
    /// @return its last point, as far as that can be seen
    /// @throws dev.sluice.model.ProblemException *conflict* when it has
    static LogPosition requireNothingIn(@Nullable SmallObjects bucket, LogPosition persisted) {
        if (bucket == null) {
            return LogPosition.NONE;
        }
        try {
            LogPosition last = ObjectLog.lastIn(bucket);
            if (last.compareTo(persisted) > 0) {
                throw elsewhere("the bucket", "with sluice.log.inBucket: true");
            }
            return last;
        } catch (IOException e) {
            return unseen(e.getMessage());
        }
    }

    private static LogPosition unseen(@Nullable String reason) {
        log.atWarn()
                .addKeyValue("reason", reason)
                .log("nobody can say whether points are in a log in the bucket");
        return LogPosition.NONE;
    }

    /// A log begins where there was none, and the one before was on a disk: nobody can see whether
    /// that has points.
    private static void tellOfOthers(DataDirectory directory) {
        log.atWarn()
                .addKeyValue("directory", directory.logDirectory())
                .log(
                        "the log begins anew: what another server acknowledged and has in no file"
                                + " yet is on its disk alone; where that server was not stopped in"
                                + " good order and its disk is still there, stop this one and"
                                + " start that one, before anything is written here");
    }

    private static void tellOfLoss(LogLoss loss) {
        switch (loss) {
            case LogLoss.CutEnd(Path segment, long at, long bytes) ->
                    log.atWarn()
                            .addKeyValue("segment", segment)
                            .addKeyValue("fromByte", at)
                            .addKeyValue("bytes", bytes)
                            .log(
                                    "the end of the log is no whole record and is cut off: it was"
                                            + " being written when the server ended, and not"
                                            + " acknowledged, unless something else has changed the"
                                            + " file");
            case LogLoss.MissingPositions(Path segment, long first, long last) ->
                    log.atWarn()
                            .addKeyValue("segment", segment)
                            .addKeyValue("fromPosition", first)
                            .addKeyValue("throughPosition", last)
                            .log(
                                    "the log ends with an empty segment, and what was acknowledged"
                                            + " before it is neither in the log nor in files: so it"
                                            + " is where the catalog went back to an earlier state;"
                                            + " otherwise segments were taken away or changed");
        }
    }

    private static void requireNothingIn(Path directory, LogPosition persisted) throws IOException {
        if (hasPoints(directory, persisted)) {
            throw elsewhere(directory.toString(), "without sluice.log.inBucket");
        }
    }

    private static boolean hasPoints(Path directory, LogPosition persisted) throws IOException {
        AtomicBoolean found = new AtomicBoolean();
        try (FileLog old = FileLog.open(directory, LogLimits.DEFAULT, LogStore::tellOfLoss)) {
            old.replay(persisted, _ -> found.set(true));
        }
        return found.get();
    }

    /// A bucket's last position is never behind the catalog, and there is one before there is a
    /// database, as long as the log is there.
    private static void requireNotElsewhere(SmallObjects bucket, CatalogSnapshot catalog)
            throws IOException {
        Optional<LogPosition> last = ObjectLog.awaitLastIn(bucket);
        boolean isBehind = last.orElse(LogPosition.NONE).compareTo(catalog.persistedThrough()) < 0;
        boolean isMissing = last.isEmpty() && !catalog.databases().isEmpty();
        if (isBehind || isMissing) {
            throw Problem.conflict(
                            "log_on_another_disk",
                            "the log was on the disk of another server, and may have points that"
                                    + " are in no file yet: start that server with"
                                    + " sluice.log.inBucket: true first; where its disk is lost,"
                                    + " start this one once without sluice.log.inBucket and stop"
                                    + " it")
                    .asException();
        }
    }

    private static RuntimeException elsewhere(String place, String setting) {
        return Problem.conflict(
                        "log_elsewhere",
                        "the log in "
                                + place
                                + " has points that are in no file yet: start the server once "
                                + setting
                                + " and stop it, which puts them into files")
                .asException();
    }
}
