// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.Decision;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.flight.FlightElsewhere;
import dev.sluice.http.AdministrationDecider;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.Elsewhere;
import dev.sluice.http.Endpoint;
import dev.sluice.http.HealthEndpoint;
import dev.sluice.http.PingEndpoint;
import dev.sluice.http.Readiness;
import dev.sluice.http.RefusedPaths;
import dev.sluice.management.UserRecords;
import dev.sluice.metrics.Meters;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where a server that administers alone is constructed, beside one that does everything. It keeps
/// nothing but its audit log: the Management API reads and changes the catalog, and no answer of it
/// needs a buffer or a file.
///
/// Each request sees what other processes had committed before it: clients whose requests go to
/// several such servers in turn find what they have just made.
public final class AdminAssembly {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final Host host;
    private final CommonParts parts;
    private final Duration patience;

    /// What a server is made from, as of [Assembly].
    public AdminAssembly(ServerConfig config, ConfigSource source, Host host) {
        this(config, source, host, CatalogStore.PATIENCE);
    }

    /// @param patience how long to wait for the catalog
    AdminAssembly(ServerConfig config, ConfigSource source, Host host, Duration patience) {
        this.config = config;
        this.host = host;
        this.parts = new CommonParts(config, source, host);
        this.patience = patience;
    }

    /// Starts a server; it is ready when this returns.
    ///
    /// @throws ProblemException in one sentence with the next step, when it cannot start; then
    ///   nothing is left open
    public RunningServer start() {
        PostgresConfig database = config.catalog();
        if (database == null) {
            throw new SharedSettings()
                    .with("catalog.dsn", database)
                    .refusal(
                            "admin_settings",
                            "a server that administers alone shares a PostgreSQL catalog with the"
                                    + " one that takes writes");
        }
        return Opened.starting(opened -> start(database, opened));
    }

    private RunningServer start(PostgresConfig database, Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        Catalog catalog = opened.add(CatalogStore.openBeside(database, config, host, patience));
        AuditLog audit = parts.audit(directory, opened);
        Meters meters = opened.add(new Meters(host.version(), host.clock()));
        UserRecords users = new UserRecords(catalog);
        CommonParts.Access access =
                parts.access(
                        catalog,
                        audit,
                        CommonParts.Administration.BESIDE,
                        users::replace,
                        meters,
                        opened);
        // Whatever is asked here is audited, so that nothing is served without.
        Readiness readiness = new Readiness(audit::trouble);
        meters.working(Role.ADMIN.word(), readiness::isReady);
        Elsewhere elsewhere =
                new Elsewhere(
                        "administers alone", Set.of(Elsewhere.Part.WRITES, Elsewhere.Part.QUERIES));
        List<Endpoint> endpoints =
                List.of(
                        new HealthEndpoint(readiness),
                        new PingEndpoint(host.version()),
                        Verbs.endpoint(
                                gate(catalog, access.gatekeeper()),
                                catalog,
                                Verbs.over(
                                        catalog,
                                        audit,
                                        users,
                                        access.settings().administrators(),
                                        host),
                                readiness),
                        elsewhere,
                        new FlightElsewhere(elsewhere.sentence(Elsewhere.Part.QUERIES)),
                        new RefusedPaths());
        RunningServer server =
                parts.open(
                        endpoints,
                        access.settings()::announce,
                        certificate,
                        directory,
                        readiness,
                        null,
                        new BodyMemory(host.heapBytesMax() / 4),
                        meters,
                        opened);
        access.adminKeys().warn();
        return server;
    }

    private static AdministrationDecider gate(Catalog catalog, Gatekeeper gatekeeper) {
        return (credential, operation, origin) -> {
            try {
                CatalogSnapshot _ = catalog.newest();
            } catch (ProblemException _) {
                // The log says where it is and why; whoever asks is nobody yet.
                return new Decision.Unavailable<>(
                        "catalog_unavailable",
                        "the catalog cannot be asked what is new",
                        RETRY_AFTER);
            }
            return gatekeeper.administration(credential, operation, origin);
        };
    }
}
