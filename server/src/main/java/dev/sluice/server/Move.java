// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.sql.CatalogMove;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.BucketConfig;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.StoreCopy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Brings what is in a data directory to where the settings say that it is: the data files into the
/// bucket, and then the catalog into the database, in one transaction. In between nothing refers to
/// anything that is not there, so whatever ends it, it goes on from there when it is run again.
///
/// The directory itself is left as it is but for its [MoveMark]. That is written before the catalog
/// is committed, as unfinished: from then on no server goes on with the one that is here, though
/// nobody knows yet whether there is another.
final class Move {
    private final ServerConfig config;
    private final Host host;
    private final MoveReport report;

    /// @param config where everything is to be
    /// @param host when its process is told to end, it is time to give up
    Move(ServerConfig config, Host host, MoveReport report) {
        this.config = config;
        this.host = host;
        this.report = report;
    }

    /// Moves.
    ///
    /// @param opened takes charge of closing
    /// @throws InterruptedIOException when it was time to give up
    /// @throws IOException when the data directory or the bucket failed
    /// @throws ProblemException in one sentence with the next step, when it cannot be done
    void run(Opened opened) throws IOException {
        requireSomewhere();
        Path place = config.sluice().data().directory();
        requireCluster(place);
        DataDirectory directory = opened.add(DataDirectory.open(place));
        MoveMark before = MoveMark.read(directory.moveFile());
        MoveMark after = after(before);
        LocalObjectStore files = LocalObjectStore.open(directory.objectDirectory());
        boolean catalogMoves =
                config.catalog() != null
                        && Files.exists(directory.catalogFile())
                        && (before.catalog() == null || !before.finished());
        boolean filesMove =
                config.bucket() != null && before.files() == null && !files.list("").isEmpty();
        if (catalogMoves) {
            requireSame(before, after);
        } else {
            before.requireFinished();
        }
        if (!catalogMoves && !filesMove) {
            report.say("everything is where the settings say: nothing to do");
            return;
        }
        StoredCatalog catalog = opened.add(catalog(directory, catalogMoves));
        LogStore.requireEmpty(directory, catalog.snapshot().persistedThrough());
        CatalogMove move = catalogMoves ? move(directory) : null;
        boolean isThere = move != null && move.isDone();
        BucketStore bucket = bucket(directory, opened);
        // Of a move that broke off after that, the files were first.
        boolean filesAreThere = isThere && !before.finished();
        if (bucket != null && !filesAreThere) {
            moveFiles(files, filesMove, bucket, catalog.snapshot(), after);
        }
        if (move != null) {
            if (!isThere) {
                report.catalog();
                move.run(() -> unfinished(after).write(host.clock().instant()));
            }
            if (bucket != null && config.sluice().log().inBucket()) {
                LogStore.beginIn(
                        bucket, config.sluice().log(), directory, catalog.snapshot(), host);
            }
            report.say("moved " + contents(catalog.snapshot()) + " to " + after.catalog());
        }
        after.write(host.clock().instant());
        report.say(
                "start the server with the same settings; what is left in "
                        + place
                        + " of what was moved is not used any more");
    }

    private void requireCluster(Path place) {
        boolean hasCatalog = Files.exists(DataDirectory.catalogFile(place));
        boolean isUsed = hasCatalog || Files.exists(DataDirectory.clusterFile(place));
        if (config.catalog() == null ? !hasCatalog : !isUsed) {
            throw Problem.notFound(
                            "nothing_to_move",
                            "there is no "
                                    + (isUsed ? "catalog" : "cluster")
                                    + " in "
                                    + place
                                    + ": name the server's directory with --data-dir, and the"
                                    + " catalog by catalog.dsn where it is in a database")
                    .asException();
        }
    }

    private void requireSomewhere() {
        Assembly.requireShared(config);
        if (config.catalog() == null && config.bucket() == null) {
            throw new SharedSettings()
                    .with("catalog.dsn", null)
                    .with("objectStore", null)
                    .refusal(
                            "move_settings",
                            "the settings keep everything in the data directory, and name no place"
                                    + " to move it to");
        }
    }

    private MoveMark after(MoveMark before) {
        PostgresConfig database = config.catalog();
        BucketConfig named = config.bucket();
        String prefix = config.sluice().objectStore().prefix();
        return new MoveMark(
                before.file(),
                database == null ? before.catalog() : "PostgreSQL at " + database.place(),
                named == null
                        ? before.files()
                        : "the bucket "
                                + named.bucket()
                                + (prefix.isEmpty() ? "" : " below " + prefix),
                true);
    }

    private static MoveMark unfinished(MoveMark after) {
        return new MoveMark(after.file(), after.catalog(), after.files(), false);
    }

    /// What broke off in the middle goes on in no other place.
    private static void requireSame(MoveMark before, MoveMark after) {
        if (!before.finished()
                && !(Objects.equals(before.catalog(), after.catalog())
                        && Objects.equals(before.files(), after.files()))) {
            throw Problem.conflict(
                            "move_unfinished",
                            "this data directory was being moved to "
                                    + before.catalog()
                                    + (before.files() == null ? "" : " and " + before.files())
                                    + " when that broke off: end it with settings that name these"
                                    + " places; or, if there is no catalog, remove "
                                    + before.file())
                    .asException();
        }
    }

    private StoredCatalog catalog(DataDirectory directory, boolean catalogMoves) {
        if (!catalogMoves) {
            return CatalogStore.open(config, directory, host, CatalogStore.PATIENCE);
        }
        StoredCatalog catalog = SqlCatalog.open(directory.catalogFile(), host.clock());
        try {
            CatalogStore.requireOwn(catalog.snapshot().clusterId(), directory.clusterFile());
            return catalog;
        } catch (ProblemException e) {
            catalog.close();
            throw e;
        }
    }

    private CatalogMove move(DataDirectory directory) {
        return CatalogStore.move(
                Objects.requireNonNull(config.catalog()),
                config,
                directory,
                host,
                CatalogStore.PATIENCE);
    }

    private @Nullable BucketStore bucket(DataDirectory directory, Opened opened)
            throws IOException {
        BucketConfig named = config.bucket();
        if (named == null) {
            return null;
        }
        BucketStore bucket =
                opened.add(
                        DataFileStore.bucketStore(
                                BucketStore::openReached, named, config, directory, host));
        var _ = host.end().thenRun(bucket::hurry);
        return bucket;
    }

    /// Afterwards the bucket has every file that the catalog names, and nothing of another cluster.
    private void moveFiles(
            LocalObjectStore files,
            boolean filesMove,
            BucketStore bucket,
            CatalogSnapshot catalog,
            MoveMark after)
            throws IOException {
        LogStore.requireNothingIn(bucket, catalog.persistedThrough());
        NamedFiles named = NamedFiles.of(catalog);
        if (filesMove) {
            StoreCopy copy = StoreCopy.between(files, bucket);
            copy.stranger().ifPresent(this::refuse);
            bucket.use(catalog.clusterId());
            copy.run(report::files, host.end()::isDone);
            report.say(
                    "moved "
                            + MoveReport.count(copy.all().objects(), "file")
                            + " ("
                            + MoveReport.size(copy.all().bytes())
                            + ") to "
                            + after.files());
        } else if (named.isEmpty()) {
            bucket.list(NamedFiles.DATA).stream().findFirst().ifPresent(this::refuse);
        }
        named.requireIn(bucket);
        if (host.end().isDone()) {
            throw new InterruptedIOException("told to end");
        }
    }

    private void refuse(Object stranger) {
        throw Problem.conflict(
                        "bucket_taken",
                        "the bucket has objects that are not of this cluster, such as "
                                + stranger
                                + ": name an empty one, or another sluice.objectStore.prefix")
                .asException();
    }

    private static String contents(CatalogSnapshot catalog) {
        return "the catalog of cluster "
                + catalog.clusterId()
                + " ("
                + MoveReport.count(catalog.databases().size(), "database")
                + ", "
                + MoveReport.count(catalog.tokens().size(), "database token")
                + ")";
    }
}
