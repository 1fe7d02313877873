// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.PeerTokens;
import dev.sluice.catalog.sql.PostgresFollower;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.config.WriteConfig;
import dev.sluice.flight.FlightElsewhere;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.Elsewhere;
import dev.sluice.http.Endpoint;
import dev.sluice.http.HealthEndpoint;
import dev.sluice.http.PingEndpoint;
import dev.sluice.http.Readiness;
import dev.sluice.http.RefusedPaths;
import dev.sluice.http.RelayedWrites;
import dev.sluice.http.WriteEndpoint;
import dev.sluice.metrics.Meters;
import dev.sluice.model.ProblemException;
import dev.sluice.peer.HeldWrites;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where a server is constructed that takes writes and hands them on to one that does everything.
/// It knows the tokens by the catalog, which it reads, and keeps nothing but its audit log: a write
/// is in its memory until the other one has answered.
///
/// Who is refused is refused here, by what is known or a look that is newer; of what has ended it
/// hears within a second. The other one judges each write once more, so nothing is written by what
/// this one alone believes.
public final class RouterAssembly {
    /// Bodies may take so much of the heap, for nothing else is in it but the catalog.
    private static final int HEAP_PER_BODIES = 2;

    private final ServerConfig config;
    private final Host host;
    private final CommonParts parts;
    private final Duration patience;

    /// What a server is made from, as of [Assembly].
    public RouterAssembly(ServerConfig config, ConfigSource source, Host host) {
        this(config, source, host, CatalogStore.PATIENCE);
    }

    /// @param patience how long to wait for the catalog
    RouterAssembly(ServerConfig config, ConfigSource source, Host host, Duration patience) {
        this.config = config;
        this.host = host;
        this.parts = new CommonParts(config, source, host);
        this.patience = patience;
    }

    /// Starts a server; it is ready when this returns, whether the one that takes the points is
    /// there or not.
    ///
    /// @throws ProblemException in one sentence with the next step, when it cannot start; then
    ///   nothing is left open
    public RunningServer start() {
        PostgresConfig catalog = config.catalog();
        List<URI> ingesters = config.sluice().cluster().ingesters();
        if (catalog == null || ingesters.isEmpty()) {
            throw new SharedSettings()
                    .with("catalog.dsn", catalog)
                    .with("sluice.cluster.ingester", ingesters)
                    .refusal(
                            "router_settings",
                            "a server that hands writes on shares a PostgreSQL catalog with the one"
                                    + " that takes them");
        }
        return Opened.starting(opened -> start(catalog, ingesters, opened));
    }

    private RunningServer start(PostgresConfig database, List<URI> ingesters, Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        PostgresFollower catalog =
                opened.add(
                        CatalogStore.follow(
                                database,
                                config,
                                host,
                                patience,
                                "tokens that are known go on, others wait"));
        AuditLog audit = parts.audit(directory, opened);
        Meters meters = opened.add(new Meters(host.version(), host.clock()));
        CommonParts.Access access =
                parts.access(
                        catalog,
                        audit,
                        CommonParts.Administration.ELSEWHERE,
                        _ -> {},
                        meters,
                        opened);
        WriteConfig write = config.sluice().write();
        HeldWrites relay = opened.add(relay(ingesters, catalog, access));
        meters.handingOn(relay::count, relay::isThere);
        Readiness readiness = new Readiness();
        meters.working(Role.ROUTER.word(), readiness::isReady);
        Elsewhere elsewhere =
                new Elsewhere(
                        "hands on writes alone",
                        Set.of(Elsewhere.Part.QUERIES, Elsewhere.Part.ADMINISTRATION));
        List<Endpoint> endpoints =
                List.of(
                        new HealthEndpoint(readiness),
                        new PingEndpoint(host.version()),
                        new WriteEndpoint(
                                access.gatekeeper()::database,
                                new RelayedWrites(relay, write.bodyBytesMax(), host.clock())),
                        elsewhere,
                        new FlightElsewhere(elsewhere.sentence(Elsewhere.Part.QUERIES)),
                        new RefusedPaths());
        return parts.open(
                endpoints,
                access.settings()::announce,
                certificate,
                directory,
                readiness,
                null,
                bodies(),
                meters,
                opened);
    }

    private HeldWrites relay(
            List<URI> ingesters, PostgresFollower catalog, CommonParts.Access access) {
        PeerTokens tokens = parts.peerTokens(access, catalog);
        EgressTrust trust = EgressTrust.of(EgressTrust.bundle(config.sluice().egress(), host));
        return new HeldWrites(
                ingesters,
                tokens::tokens,
                trust.context(),
                config.sluice().write().concurrentRequestsMax(),
                Duration.ofSeconds(config.sluice().cluster().writeHoldSeconds()));
    }

    /// Room for one body of the largest size at least, beside what is for small ones alone.
    private BodyMemory bodies() {
        long oneBodyBytes = config.sluice().write().bodyBytesMax();
        return new BodyMemory(
                Math.max(host.heapBytesMax() / HEAP_PER_BODIES, oneBodyBytes / 3 * 4 + 1));
    }
}
