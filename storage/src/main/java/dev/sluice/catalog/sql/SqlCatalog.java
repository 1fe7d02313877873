// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.Duty;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.Turn;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog in a SQL store, and whole in memory. Commits are made one after another, each in one
/// transaction that also moves the version and leaves a mark of its own. What another process has
/// committed is read before a change is judged, and a change that was overtaken is judged again, so
/// that nobody's commit is overwritten.
///
/// After any failure the connection is given up, and the store is read again by a new one: at once
/// where nothing was being written, else before the next commit. What an *unknown* commit became is
/// settled then, by its mark.
public final class SqlCatalog implements StoredCatalog {
    private static final Logger log = LoggerFactory.getLogger(SqlCatalog.class);

    /// How often a change is judged that others overtake.
    private static final int ATTEMPTS_MAX = 20;

    private final Jdbi jdbi;
    private final SqlStore store;
    private final InstantSource clock;
    private final CommitMark.Writer writer = CommitMark.Writer.fresh();
    private long commits;
    private @Nullable CatalogSession session;
    private volatile TreeSnapshot snapshot;

    /// How often no connection was to be had, and why the last time; those who waited for it fail
    /// with it.
    private final AtomicInteger failedConnections = new AtomicInteger();

    private @Nullable ProblemException lastFailure;

    /// Below it identifiers were given by commits that the store has lost; 0 where it has lost
    /// none.
    private long lostNextId;

    private final CompletableFuture<Problem> lost = new CompletableFuture<>();

    private SqlCatalog(SqlStore store, InstantSource clock) {
        this.jdbi = Jdbi.create(store.source());
        this.store = store;
        this.clock = clock;
        CatalogSession opened = CatalogSession.open(jdbi, store, writer);
        try {
            opened.begin(clock);
            opened.own(writer);
            this.snapshot = opened.read(null, writer).snapshot();
        } catch (JdbiException e) {
            opened.giveUp(e);
            throw e;
        }
        this.session = opened;
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
        return open(
                new SqlStore(
                        SqliteFile.dataSource(file), file.toString(), SqlDialect.SQLITE, false),
                clock);
    }

    /// The same by the system's clock.
    public static SqlCatalog open(Path file) {
        return open(file, InstantSource.system());
    }

    /// Opens the catalog in any store.
    static SqlCatalog open(SqlStore store, InstantSource clock) {
        Schema.migrate(store);
        return openMigrated(store, clock);
    }

    /// Opens the catalog in a store whose schema is up to date.
    static SqlCatalog openMigrated(SqlStore store, InstantSource clock) {
        try {
            return new SqlCatalog(store, clock);
        } catch (JdbiException e) {
            throw StoreException.unreadable(store, e);
        }
    }

    @Override
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public CatalogDump dump() {
        return store.dialect().dump(store);
    }

    @Override
    public Turn turn(Duty duty, Turn.Tenure tenure) {
        return store.dialect().turn(store, duty, tenure, this::follow);
    }

    @Override
    public UUID opening() {
        return writer.id();
    }

    @Override
    public CompletableFuture<Problem> lost() {
        return lost;
    }

    @Override
    public CommitOutcome commit(CatalogChange change) {
        int failedBefore = failedConnections.get();
        synchronized (this) {
            if (lastFailure != null && session == null && failedConnections.get() != failedBefore) {
                throw new ProblemException(lastFailure.problem(), lastFailure);
            }
            try {
                for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                    CatalogSession ready = catchUp();
                    CommitOutcome outcome =
                            snapshot.state().nextId() < lostNextId
                                    ? pass(ready)
                                    : judge(ready, change);
                    if (outcome != null) {
                        return outcome;
                    }
                }
            } catch (OutOfMemoryError e) {
                giveUp(e);
                throw e;
            }
        }
        throw Problem.unavailable(
                        "catalog_unavailable",
                        "the catalog is being changed by others all the time, nothing was changed")
                .asException();
    }

    /// Reads what others have committed, and connects again where the connection was lost.
    ///
    /// @throws ProblemException *unavailable* when the store cannot be asked
    synchronized void follow() {
        try {
            CatalogSession _ = catchUp();
        } catch (OutOfMemoryError e) {
            giveUp(e);
            throw e;
        }
    }

    /// @return null when somebody else was faster
    private @Nullable CommitOutcome judge(CatalogSession ready, CatalogChange change) {
        return switch (ChangeRules.judge(snapshot, change)) {
            case Ruling.Refused(Problem problem) -> new CommitOutcome.Refused(problem);
            case Ruling.Allowed(ChangePlan plan) ->
                    plan.changesNothing()
                            ? new CommitOutcome.Committed(snapshot)
                            : store(ready, plan);
        };
    }

    /// The session, after which the snapshot is what the store has.
    private CatalogSession catchUp() {
        CatalogSession open = session;
        if (open == null) {
            long _ = reopen();
            return requireSession();
        }
        try {
            CatalogSession.Look found = open.look(snapshot.state());
            // The lock was not ours alone, or not of the database that is asked now.
            if (open.isTakenOver(found, writer)) {
                ProblemException taken = takenOver();
                giveUp(taken);
                throw taken;
            }
            if (!found.same()) {
                snapshot = readOn(open).snapshot();
            }
            return open;
        } catch (JdbiException e) {
            giveUp(e);
            if (StoreException.isSilence(e)) {
                throw unavailable(e);
            }
            // It may be the session alone that has ended, and nothing was begun in it.
            long _ = reopen();
            log.atInfo()
                    .addKeyValue("reason", StoreException.reason(e))
                    .log("the session of the catalog's database had ended, and there is a new one");
            return requireSession();
        }
    }

    private CatalogSession requireSession() {
        if (session == null) {
            throw new IllegalStateException("no session");
        }
        return session;
    }

    /// Connects and reads.
    ///
    /// @return the number of the last commit of ours that the store has
    private long reopen() {
        try {
            CatalogSession opened = CatalogSession.openAgain(jdbi, store, writer);
            if (opened == null) {
                throw takenOver();
            }
            session = opened;
            CatalogSession.Reading reading = readOn(opened);
            snapshot = reading.snapshot();
            return reading.lastNumber();
        } catch (JdbiException e) {
            giveUp(e);
            ProblemException failure = unavailable(e);
            lastFailure = failure;
            int _ = failedConnections.incrementAndGet();
            throw failure;
        }
    }

    /// What has become of the snapshot, if anything has. The only server ends where it is lost; who
    /// is there beside it goes on with what the store has.
    private CatalogSession.Reading readOn(CatalogSession open) {
        CatalogSession.Reading reading = open.read(snapshot, writer);
        if (reading.wentBack()) {
            if (store.alone()) {
                ProblemException wentBack = wentBack();
                giveUp(wentBack);
                throw wentBack;
            }
            lostNextId = Math.max(lostNextId, snapshot.state().nextId());
            log.atWarn()
                    .addKeyValue("catalog", store.name())
                    .log("the catalog has lost changes that this process has seen");
        }
        return reading;
    }

    /// What comes before a change when commits were lost: nothing gets an identifier that something
    /// may still bear, as the points do that the log has of a table that is lost.
    ///
    /// @return null when it is done, or somebody else was faster
    private @Nullable CommitOutcome pass(CatalogSession ready) {
        CommitOutcome outcome = judge(ready, new CatalogChange.PassIdentifier(lostNextId - 1));
        return outcome instanceof CommitOutcome.Committed ? null : outcome;
    }

    private ProblemException takenOver() {
        return lost(
                "catalog_taken_over",
                "another server has taken the catalog over",
                ": another server has taken it over");
    }

    /// The identifiers that it has given since are given again; rows of the one table must not
    /// become rows of the other.
    private ProblemException wentBack() {
        return lost(
                StoredCatalog.WENT_BACK,
                "the catalog has lost changes, and this server ends",
                " has lost changes that this server has seen, as when a replica becomes the primary"
                        + " that did not have them yet");
    }

    /// @param told to clients
    /// @param found of the store, for the log
    private ProblemException lost(String code, String told, String found) {
        Problem problem = Problem.unavailable(code, "catalog " + store.name() + found);
        lost.complete(problem);
        return new ProblemException(Problem.unavailable(code, told), problem.message(), null);
    }

    private @Nullable CommitOutcome store(CatalogSession ready, ChangePlan plan) {
        CommitMark mark = new CommitMark(writer, ++commits);
        TreeSnapshot next = plan.committed(mark);
        try {
            if (!ready.write(snapshot.state(), next.state(), plan.rows(), mark, clock.instant())) {
                return null;
            }
        } catch (JdbiException e) {
            giveUp(e);
            throw unavailable(e);
        }
        try {
            ready.commit();
        } catch (JdbiException e) {
            giveUp(e);
            return outcomeOf(mark, e);
        }
        snapshot = next;
        return new CommitOutcome.Committed(next);
    }

    /// What became of a change whose commit failed. The store is asked at once, by a new session:
    /// the old one has come to its end by then, so what is not there now will not come any more.
    private CommitOutcome outcomeOf(CommitMark mark, JdbiException failure) {
        long last;
        try {
            last = reopen();
        } catch (ProblemException e) {
            failure.addSuppressed(e);
            return new CommitOutcome.Unknown(
                    new Problem(
                            Problem.Kind.OUTCOME_UNKNOWN,
                            "catalog_commit_unknown",
                            "the catalog failed while it committed the change, and nobody can say"
                                    + " whether it is made"));
        }
        if (last == mark.number()) {
            return new CommitOutcome.Committed(snapshot);
        }
        throw unavailable(failure);
    }

    /// Else what a failed commit has written would go with the next one.
    private void giveUp(Throwable reason) {
        CatalogSession failed = session;
        session = null;
        if (failed != null) {
            failed.giveUp(reason);
        }
    }

    private ProblemException unavailable(JdbiException cause) {
        return new ProblemException(
                Problem.unavailable(
                        "catalog_unavailable", "the catalog failed, nothing was changed"),
                "catalog "
                        + store.name()
                        + " failed, nothing was changed: "
                        + StoreException.reason(cause),
                cause);
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
