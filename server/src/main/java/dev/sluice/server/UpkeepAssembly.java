// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.Duty;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.Turn;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.http.Readiness;
import dev.sluice.metrics.Meters;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectsInUse;
import java.time.Duration;

/// Where a server is constructed that merges files alone, or collects alone, beside one that does
/// everything. It keeps nothing but copies, decides about nobody, and does its work when it is its
/// turn, which it keeps; one that came second stands by.
public final class UpkeepAssembly {
    private final ServerConfig config;
    private final Host host;
    private final CommonParts parts;
    private final Duty duty;
    private final Duration patience;

    /// What a server is made from, as of [Assembly].
    ///
    /// @param duty what it does
    public UpkeepAssembly(ServerConfig config, ConfigSource source, Host host, Duty duty) {
        this(config, source, host, duty, CatalogStore.PATIENCE);
    }

    /// @param patience how long to wait for the catalog
    UpkeepAssembly(
            ServerConfig config, ConfigSource source, Host host, Duty duty, Duration patience) {
        this.config = config;
        this.host = host;
        this.parts = new CommonParts(config, source, host);
        this.duty = duty;
        this.patience = patience;
    }

    /// Starts a server; it is ready when this returns, whether it is its turn or not.
    ///
    /// @throws ProblemException in one sentence with the next step, when it cannot start; then
    ///   nothing is left open
    public RunningServer start() {
        PostgresConfig database = shared();
        return Opened.starting(opened -> start(database, opened));
    }

    /// The catalog that it shares with the server that takes writes.
    private PostgresConfig shared() {
        PostgresConfig catalog = config.catalog();
        if (catalog == null || config.bucket() == null) {
            throw new SharedSettings()
                    .with("catalog.dsn", catalog)
                    .with("objectStore", config.bucket())
                    .refusal(
                            "upkeep_settings",
                            "a server that "
                                    + work()
                                    + " alone shares a PostgreSQL catalog and a bucket with the"
                                    + " one that takes writes");
        }
        return catalog;
    }

    private Role role() {
        return switch (duty) {
            case MERGING -> Role.COMPACTOR;
            case COLLECTING -> Role.GARBAGE_COLLECTOR;
        };
    }

    private String work() {
        return switch (duty) {
            case MERGING -> "merges files";
            case COLLECTING -> "collects garbage";
        };
    }

    private RunningServer start(PostgresConfig database, Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        StoredCatalog catalog =
                opened.add(CatalogStore.openBeside(database, config, host, patience));
        DataFileStore files =
                DataFileStore.openAlone(
                        config, directory, catalog.snapshot().clusterId(), host, opened);
        Meters meters = opened.add(new Meters(host.version(), host.clock()));
        Upkeep upkeep =
                new Upkeep(
                        config,
                        directory,
                        catalog,
                        files,
                        new ObjectsInUse(),
                        Turn.Tenure.LIFE,
                        meters,
                        host);
        Turn turn =
                switch (duty) {
                    case MERGING ->
                            upkeep.merge(
                                    QueryEngine.reader(
                                            config.sluice().query(),
                                            directory,
                                            catalog,
                                            files,
                                            host,
                                            opened),
                                    opened);
                    case COLLECTING -> upkeep.collect(opened);
                };
        meters.working(role().word(), turn::wasHeld);
        return parts.openForWatchers(
                work() + " alone", certificate, directory, new Readiness(), meters, opened);
    }
}
