// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.background.RepeatedLook;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog in a PostgreSQL database. It sees within a second what others commit, and finds its
/// way back by itself after the server was away; reading goes on from memory meanwhile.
public final class PostgresCatalog implements StoredCatalog {
    private static final Logger log = LoggerFactory.getLogger(PostgresCatalog.class);

    /// How often the server is asked whether anything has changed.
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

    private final SqlCatalog catalog;
    private final RepeatedLook looks;

    /// Of the looking thread alone.
    private boolean lost;

    private PostgresCatalog(SqlCatalog catalog) {
        this.catalog = catalog;
        this.looks = new RepeatedLook("sluice-catalog", LOOK_INTERVAL, this::look);
    }

    /// Opens the catalog, makes it where there is none, and brings its schema up to date. No other
    /// server can open it until this one has closed it or lost its connection.
    ///
    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param patience how long to try again while nobody answers, or the server is starting, or
    ///   another one has the catalog
    /// @param clock says when the catalog was made, if it is made now
    /// @throws ProblemException *unavailable*, in one sentence without the password: `catalog_away`
    ///   when nobody has answered; `catalog_taken` when another server has it; `catalog_unreadable`
    ///   when PostgreSQL refuses, or its database is no catalog; `catalog_too_new` when a newer
    ///   Sluice has written it
    public static PostgresCatalog open(
            PostgresConfig config,
            @Nullable Path authorities,
            Duration patience,
            InstantSource clock) {
        SqlStore store = store(config, authorities, true);
        PostgresStart.await(store, patience);
        PostgresCatalog opened = new PostgresCatalog(SqlCatalog.open(store, clock));
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

    private Duration look() {
        try {
            catalog.follow();
            if (lost) {
                log.atInfo().log("the catalog's database is back");
            }
            lost = false;
        } catch (ProblemException e) {
            if (!lost) {
                log.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("the catalog's database is away: reading goes on, changes wait");
            }
            lost = true;
        }
        return LOOK_INTERVAL;
    }

    @Override
    public CatalogSnapshot snapshot() {
        return catalog.snapshot();
    }

    @Override
    public CatalogDump dump() {
        return catalog.dump();
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
