// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.auth.PeerTokens;
import dev.sluice.catalog.sql.PostgresFollower;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.http.DatabaseLister;
import dev.sluice.http.Elsewhere;
import dev.sluice.http.Endpoint;
import dev.sluice.http.Readiness;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.metrics.Meters;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.peer.Ingester;
import dev.sluice.peer.RemoteBuffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where a server that answers queries alone is constructed, beside one that does everything. It
/// keeps nothing but copies: it reads the catalog, the files and the other one's buffer.
///
/// Acknowledged points are in each query that begins later, by this order: the gates below make the
/// catalog new before anybody is let in; the buffer is asked after that, and makes the catalog as
/// new as its answer before files are chosen.
public final class QuerierAssembly {
    private final ServerConfig config;
    private final Host host;
    private final CommonParts parts;
    private final Duration patience;

    /// What a server is made from, as of [Assembly].
    public QuerierAssembly(ServerConfig config, ConfigSource source, Host host) {
        this(config, source, host, CatalogStore.PATIENCE);
    }

    /// @param patience how long to wait for the catalog
    QuerierAssembly(ServerConfig config, ConfigSource source, Host host, Duration patience) {
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
        Others others = others(config);
        return Opened.starting(opened -> start(others, opened));
    }

    /// What it shares with the server that takes writes.
    ///
    /// @param catalog the database
    /// @param ingesters where that server may be
    private record Others(PostgresConfig catalog, List<URI> ingesters) {}

    private static Others others(ServerConfig config) {
        PostgresConfig catalog = config.catalog();
        List<URI> ingesters = config.sluice().cluster().ingesters();
        if (catalog == null || config.bucket() == null || ingesters.isEmpty()) {
            throw new SharedSettings()
                    .with("catalog.dsn", catalog)
                    .with("objectStore", config.bucket())
                    .with("sluice.cluster.ingester", ingesters)
                    .refusal(
                            "querier_settings",
                            "a server that answers queries alone shares a PostgreSQL catalog and a"
                                    + " bucket with the one that takes writes, and asks that for"
                                    + " new rows");
        }
        return new Others(catalog, ingesters);
    }

    private RunningServer start(Others others, Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        PostgresFollower catalog =
                opened.add(
                        CatalogStore.follow(
                                others.catalog(), config, host, patience, "queries fail"));
        DataFileStore files =
                DataFileStore.openAlone(
                        config, directory, catalog.snapshot().clusterId(), host, opened);
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
        QueryEngine.Started engine =
                QueryEngine.start(
                        config.sluice().query(),
                        directory,
                        new QueryEngine.Sources(
                                catalog,
                                buffer(others, catalog, access, meters, opened),
                                files,
                                new ObjectsInUse()),
                        host,
                        opened);
        Warming warming = opened.add(Warming.begin(catalog, engine.queries()));
        Readiness readiness = new Readiness();
        meters.working(Role.QUERIER.word(), readiness::isReady);
        List<Endpoint> endpoints =
                parts.queryDoors(
                        gate(catalog, access.gatekeeper()),
                        lister(catalog, access.gatekeeper()),
                        engine.queries(),
                        readiness,
                        opened);
        endpoints.add(
                new Elsewhere(
                        "answers queries alone",
                        Set.of(Elsewhere.Part.WRITES, Elsewhere.Part.ADMINISTRATION)));
        return parts.open(
                endpoints,
                access.settings()::announce,
                certificate,
                directory,
                readiness,
                warming,
                parts.bodyMemory(),
                meters,
                opened);
    }

    private RemoteBuffer buffer(
            Others others,
            PostgresFollower catalog,
            CommonParts.Access access,
            Meters meters,
            Opened opened) {
        PeerTokens tokens = parts.peerTokens(access, catalog);
        EgressTrust trust = EgressTrust.of(EgressTrust.bundle(config.sluice().egress(), host));
        Ingester ingester =
                opened.add(new Ingester(others.ingesters(), tokens::tokens, trust.context()));
        meters.asking(ingester::isThere);
        // The other one's buffer is as large where its heap is.
        return new RemoteBuffer(
                ingester,
                catalog::reach,
                IngestLimits.ofHeap(host.heapBytesMax()).bufferBytesMax());
    }

    private static DatabaseDecider gate(PostgresFollower catalog, Gatekeeper gatekeeper) {
        return (credential, action, database, origin) -> {
            catalog.catchUp();
            return gatekeeper.database(credential, action, database, origin);
        };
    }

    private static DatabaseLister lister(PostgresFollower catalog, Gatekeeper gatekeeper) {
        return (credential, origin) -> {
            catalog.catchUp();
            return gatekeeper.listing(credential, origin);
        };
    }
}
