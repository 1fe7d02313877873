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
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The catalog in a PostgreSQL database. It sees within a second what others commit, and finds its
/// way back by itself after the server was away; reading goes on from memory meanwhile.
public final class PostgresCatalog implements StoredCatalog {
    private final SqlCatalog catalog;
    private final StoreLooks looks;
    private final PacedLooks outOfTurn;

    private PostgresCatalog(SqlCatalog catalog) {
        this.catalog = catalog;
        this.looks = new StoreLooks(catalog::follow, "reading goes on, changes wait");
        this.outOfTurn = new PacedLooks(this::look);
    }

    /// Opens the catalog, makes it where there is none, and brings its schema up to date. No other
    /// server can open it until this one has closed it or lost its connection.
    ///
    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param patience how long to try again while nobody answers, or the server is starting, or
    ///   another one has the catalog
    /// @param clock says when the catalog was made, if it is made now
    /// @throws dev.sluice.model.ProblemException *unavailable*, in one sentence without the
    ///   password: `catalog_away` when nobody has answered; `told_to_end` when the process was told
    ///   so meanwhile; `catalog_taken` when another server has it; `catalog_unreadable` when
    ///   PostgreSQL refuses, or its database is no catalog; `catalog_too_new` when a newer Sluice
    ///   has written it
    public static PostgresCatalog open(
            PostgresConfig config,
            @Nullable Path authorities,
            Patience patience,
            InstantSource clock) {
        SqlStore store = store(config, authorities, true);
        PostgresStart.await(store, patience);
        PostgresCatalog opened = new PostgresCatalog(SqlCatalog.open(store, clock));
        opened.looks.start();
        return opened;
    }

    /// Opens a catalog that somebody else has made, beside a server that may be alone with it
    /// otherwise, to change it too. Any number of processes may; each change is judged by what all
    /// have committed. The schema is that server's: when a newer one changes it, every later
    /// [#commit] throws *unavailable* `catalog_too_new`.
    ///
    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param patience how long to try again while nobody answers, or the catalog is not there yet
    /// @throws dev.sluice.model.ProblemException *unavailable*, in one sentence without the
    ///   password: `catalog_away` when nobody has answered; `told_to_end` when the process was told
    ///   so meanwhile; `catalog_not_ready` when nobody has made it, or brought it up to date;
    ///   `catalog_unreadable` when PostgreSQL refuses; `catalog_too_new` when a newer Sluice has
    ///   written it
    public static PostgresCatalog openBeside(
            PostgresConfig config,
            @Nullable Path authorities,
            Patience patience,
            InstantSource clock) {
        SqlStore store = store(config, authorities, false);
        PostgresStart.awaitCatalog(store, patience);
        PostgresCatalog opened = new PostgresCatalog(SqlCatalog.openMigrated(store, clock));
        opened.looks.start();
        return opened;
    }

    /// What a catalog is opened on.
    static SqlStore store(PostgresConfig config, @Nullable Path authorities, boolean alone) {
        return new SqlStore(
                PostgresSource.of(config, authorities),
                "in PostgreSQL at " + config.place(),
                SqlDialect.POSTGRES,
                alone);
    }

    @Override
    public CatalogSnapshot snapshot() {
        return catalog.snapshot();
    }

    @Override
    public CatalogSnapshot newest() {
        return outOfTurn.newest();
    }

    private CatalogSnapshot look() {
        catalog.follow();
        return catalog.snapshot();
    }

    @Override
    public CatalogDump dump() {
        return catalog.dump();
    }

    @Override
    public Turn turn(Duty duty, Turn.Tenure tenure) {
        return catalog.turn(duty, tenure);
    }

    @Override
    public UUID opening() {
        return catalog.opening();
    }

    @Override
    public CompletableFuture<Problem> lost() {
        return catalog.lost();
    }

    @Override
    public CommitOutcome commit(CatalogChange change) {
        return catalog.commit(change);
    }

    @Override
    public void close() {
        looks.close();
        catalog.close();
    }
}
