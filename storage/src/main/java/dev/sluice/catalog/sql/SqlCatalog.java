// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The catalog in a SQL store, and whole in memory. One process writes; commits are made one after
/// another, each in one transaction that also moves the version, so that a second writer is found
/// out before it can do harm.
///
/// After any failure the connection is given up, and the next commit first reads the store again:
/// what an *unknown* commit became is settled then.
public final class SqlCatalog implements Catalog {
    private final Jdbi jdbi;
    private final String storeName;
    private final InstantSource clock;
    private @Nullable Handle handle;
    private volatile TreeSnapshot snapshot;

    private SqlCatalog(Jdbi jdbi, String storeName, InstantSource clock) {
        this.jdbi = jdbi;
        this.storeName = storeName;
        this.clock = clock;
        Handle opened = jdbi.open();
        try {
            this.snapshot = opened.inTransaction(this::readOrBegin);
        } catch (JdbiException e) {
            opened.close();
            throw e;
        }
        this.handle = opened;
    }

    /// Opens the catalog in a SQLite file, makes the file (mode 0600) when it is missing, and
    /// brings its schema up to date.
    ///
    /// @param file in an existing directory on a local disk
    /// @param clock says when the catalog was made, if it is made now
    /// @throws ProblemException *unavailable* when the file cannot be used: `catalog_unreadable`,
    ///   or `catalog_too_new` when a newer Sluice has written it
    public static SqlCatalog open(Path file, InstantSource clock) {
        try {
            SqliteFile.make(file);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "catalog_unreadable", "catalog " + file + " cannot be made: " + e),
                    e);
        }
        return open(SqliteFile.dataSource(file), file.toString(), clock);
    }

    /// The same by the system's clock.
    public static SqlCatalog open(Path file) {
        return open(file, InstantSource.system());
    }

    /// Opens the catalog in any store.
    static SqlCatalog open(DataSource source, String storeName, InstantSource clock) {
        Schema.migrate(source, storeName);
        try {
            return new SqlCatalog(Jdbi.create(source), storeName, clock);
        } catch (JdbiException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "catalog_unreadable",
                            "catalog " + storeName + " cannot be read: " + e.getMessage()),
                    e);
        }
    }

    private TreeSnapshot readOrBegin(Handle handle) {
        return SnapshotReader.readState(handle)
                .map(state -> SnapshotReader.read(handle, state))
                .orElseGet(() -> TreeSnapshot.empty(begin(handle)));
    }

    private CatalogState begin(Handle handle) {
        CatalogState state =
                CatalogState.first(UUID.randomUUID(), UUID.randomUUID(), clock.instant());
        RowStore.insert(handle, state);
        return state;
    }

    @Override
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public synchronized CommitOutcome commit(CatalogChange change) {
        Handle ready = reopenIfNeeded();
        return switch (ChangeRules.judge(snapshot, change)) {
            case Ruling.Refused(Problem problem) -> new CommitOutcome.Refused(problem);
            case Ruling.Allowed(ChangePlan plan) ->
                    plan.changesNothing()
                            ? new CommitOutcome.Committed(snapshot)
                            : store(ready, plan);
        };
    }

    private Handle reopenIfNeeded() {
        if (handle != null) {
            return handle;
        }
        try {
            Handle reopened = jdbi.open();
            handle = reopened;
            snapshot = reopened.inTransaction(this::readOrBegin);
            return reopened;
        } catch (JdbiException e) {
            giveUp(e);
            throw unavailable(e);
        }
    }

    private CommitOutcome store(Handle ready, ChangePlan plan) {
        TreeSnapshot next = plan.committed();
        try {
            ready.begin();
            if (!RowStore.write(ready, snapshot.state(), next.state(), plan.rows())) {
                throw new OtherWriterException();
            }
        } catch (JdbiException e) {
            giveUp(e);
            throw unavailable(e);
        }
        try {
            ready.commit();
        } catch (JdbiException e) {
            giveUp(e);
            return outcomeOf(next, e);
        }
        snapshot = next;
        return new CommitOutcome.Committed(next);
    }

    /// What became of a change whose commit failed. The store is asked at once, by a new
    /// connection: the old one is closed, so what is not there now will not come any more.
    private CommitOutcome outcomeOf(TreeSnapshot next, JdbiException failure) {
        try {
            Handle _ = reopenIfNeeded();
        } catch (ProblemException e) {
            failure.addSuppressed(e);
            return new CommitOutcome.Unknown(
                    new Problem(
                            Problem.Kind.OUTCOME_UNKNOWN,
                            "catalog_commit_unknown",
                            "catalog "
                                    + storeName
                                    + " failed while it committed the change, and nobody can say"
                                    + " whether it is made"));
        }
        if (snapshot.version() == next.version()) {
            return new CommitOutcome.Committed(snapshot);
        }
        throw unavailable(failure);
    }

    /// Rolls back and closes the connection; the store itself rolls back whatever cannot be.
    private void giveUp(JdbiException reason) {
        Handle failed = handle;
        handle = null;
        if (failed == null) {
            return;
        }
        try (failed) {
            if (failed.isInTransaction()) {
                failed.rollback();
            }
        } catch (JdbiException e) {
            reason.addSuppressed(e);
        }
    }

    private ProblemException unavailable(JdbiException cause) {
        return new ProblemException(
                Problem.unavailable(
                        "catalog_unavailable",
                        "catalog "
                                + storeName
                                + " failed, nothing was changed: "
                                + cause.getMessage()),
                cause);
    }

    @Override
    public synchronized void close() {
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }
}
