// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.background.SharedWork;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.file.Path;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The catalog in a PostgreSQL database that another process changes; this one reads it. It is as
/// new as the last look, and who needs it newer [asks][#catchUp]: that costs one round trip while
/// nothing has changed, which all share who ask at the same time.
public final class PostgresFollower implements CatalogView, AutoCloseable {
    private final SqlStore store;
    private final Jdbi jdbi;
    private final SharedWork<CatalogSnapshot> work = new SharedWork<>(this::look);
    private final PacedLooks outOfTurn = new PacedLooks(work::await);
    private final StoreLooks looks;

    /// Of the work alone, and of closing.
    private @Nullable CatalogSession session;

    private boolean closed;
    private volatile TreeSnapshot snapshot;

    /// Which server has the catalog, as of the last look.
    private volatile String server = "";

    /// Reads the catalog; looks only when it is asked.
    PostgresFollower(SqlStore store, String effect) {
        this.store = store;
        this.jdbi = Jdbi.create(store.source());
        CatalogSession opened = CatalogSession.openReader(jdbi, store);
        try {
            this.snapshot = opened.read(null);
        } catch (JdbiException e) {
            opened.giveUp(e);
            throw e;
        }
        this.session = opened;
        this.looks = new StoreLooks(this::catchUp, effect);
    }

    /// Opens the catalog once somebody has made it. As many processes as one likes may have it open
    /// so, beside the one that changes it.
    ///
    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param patience how long to try again while nobody answers, or the catalog is not there yet
    /// @param effect what it means when the catalog is away, for the log
    /// @throws ProblemException *unavailable*, in one sentence without the password: `catalog_away`
    ///   when nobody has answered; `told_to_end` when the process was told so meanwhile;
    ///   `catalog_not_ready` when nobody has made it, or brought it up to date;
    ///   `catalog_unreadable` when PostgreSQL refuses; `catalog_too_new` when a newer Sluice has
    ///   written it
    public static PostgresFollower open(
            PostgresConfig config, @Nullable Path authorities, Patience patience, String effect) {
        SqlStore store = PostgresCatalog.store(config, authorities, false);
        PostgresStart.awaitCatalog(store, patience);
        try {
            PostgresFollower opened = new PostgresFollower(store, effect);
            opened.looks.start();
            return opened;
        } catch (JdbiException e) {
            throw StoreException.unreadable(store, e);
        }
    }

    @Override
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public CatalogSnapshot newest() {
        return outOfTurn.newest();
    }

    /// Makes the snapshot as new as the store is now.
    ///
    /// @throws ProblemException *unavailable* when the store cannot be asked
    public void catchUp() {
        CatalogSnapshot _ = work.await();
    }

    /// Makes the snapshot as new as some version that another process has seen, which says that it
    /// has the catalog.
    ///
    /// @param opening of that process ([dev.sluice.catalog.StoredCatalog#opening])
    /// @throws ProblemException *unavailable* when it is not, and the store cannot be asked or is
    ///   behind, as a replica may be; when another process has the catalog by now, which may know
    ///   more
    public void reach(UUID opening, long version) {
        if (!server.equals(opening.toString())) {
            catchUp();
            if (!server.equals(opening.toString())) {
                throw Problem.unavailable(
                                "ingester_taken_over",
                                "the server that sluice.cluster.ingester names has not got the"
                                        + " catalog any more: another one has taken over from it")
                        .asException();
            }
        }
        if (snapshot.version() >= version) {
            return;
        }
        catchUp();
        if (snapshot.version() < version) {
            String behind =
                    " is behind what the ingester has committed there: name the same database for"
                            + " both, and no replica of it";
            throw new ProblemException(
                    Problem.unavailable("catalog_behind", "the catalog" + behind),
                    "catalog " + store.name() + behind,
                    null);
        }
    }

    private synchronized CatalogSnapshot look() {
        CatalogSession open = session;
        if (open != null) {
            try {
                return look(open);
            } catch (JdbiException _) {
                // It may be an old connection alone that is broken.
                session = null;
            }
        }
        if (closed) {
            throw Problem.unavailable("catalog_unavailable", "the server is stopping")
                    .asException();
        }
        try {
            CatalogSession opened = CatalogSession.openReader(jdbi, store);
            session = opened;
            return look(opened);
        } catch (JdbiException e) {
            session = null;
            throw new ProblemException(
                    Problem.unavailable(
                            "catalog_unavailable", "the catalog cannot be asked what is new"),
                    "catalog "
                            + store.name()
                            + " cannot be asked what is new: "
                            + StoreException.reason(e),
                    e);
        }
    }

    private CatalogSnapshot look(CatalogSession open) {
        try {
            CatalogSession.Look found = open.look(snapshot.state());
            server = found.server();
            if (!found.same()) {
                snapshot = open.read(snapshot);
            }
            return snapshot;
        } catch (JdbiException e) {
            open.giveUp(e);
            throw e;
        }
    }

    @Override
    public void close() {
        looks.close();
        synchronized (this) {
            closed = true;
            if (session != null) {
                session.close();
                session = null;
            }
        }
    }
}
