// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.Decision;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.auth.PeerTokens;
import dev.sluice.background.WorkPool;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.Turn;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.IngestConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.config.WriteConfig;
import dev.sluice.datafile.DataFiles;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.http.Endpoint;
import dev.sluice.http.LineProtocolWriter;
import dev.sluice.http.LocalWrites;
import dev.sluice.http.ManagementVerbs;
import dev.sluice.http.PeerEndpoint;
import dev.sluice.http.PeerWrites;
import dev.sluice.http.Readiness;
import dev.sluice.http.WriteEndpoint;
import dev.sluice.http.WriteLimits;
import dev.sluice.ingest.DatabaseCreation;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.ingest.Persister;
import dev.sluice.ingest.WriteService;
import dev.sluice.management.UserRecords;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Grant;
import dev.sluice.model.ProblemException;
import dev.sluice.peer.BufferAnswers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Where a server that does everything is constructed: plain constructors, top to bottom in the
/// order of starting. What was opened is closed in the reverse order, also when a later step fails.
/// One that answers queries alone has [QuerierAssembly], one that merges or collects alone
/// [UpkeepAssembly], one that administers alone [AdminAssembly], one that hands writes on
/// [RouterAssembly].
public final class Assembly {
    /// How many threads help at most to make files of rows, whatever the number of processors.
    private static final int ENCODER_HELPERS_MAX = 3;

    private final ServerConfig config;
    private final Host host;
    private final InstantSource clock;
    private final Duration patience;
    private final CommonParts parts;

    /// What a server is made from.
    ///
    /// @param config every setting
    /// @param source where they come from; its file is watched while the server runs
    /// @param host where it runs
    public Assembly(ServerConfig config, ConfigSource source, Host host) {
        this(config, source, host, CatalogStore.PATIENCE);
    }

    /// @param patience how long to wait for the catalog
    Assembly(ServerConfig config, ConfigSource source, Host host, Duration patience) {
        this.config = config;
        this.host = host;
        this.clock = host.clock();
        this.patience = patience;
        this.parts = new CommonParts(config, source, host);
    }

    /// Starts a server; it is ready when this returns.
    ///
    /// @throws ProblemException in one sentence with the next step, when it cannot start; then
    ///   nothing is left open
    public RunningServer start() {
        requireShared(config);
        return Opened.starting(this::start);
    }

    /// A log in a bucket belongs to whoever has the catalog, so that is not on one disk either.
    static void requireShared(ServerConfig config) {
        if (config.sluice().log().inBucket()
                && (config.catalog() == null || config.bucket() == null)) {
            throw new SharedSettings()
                    .with("catalog.dsn", config.catalog())
                    .with("objectStore", config.bucket())
                    .refusal(
                            "log_settings",
                            "a log in the bucket (sluice.log.inBucket) stands beside a catalog in"
                                    + " PostgreSQL");
        }
    }

    private RunningServer start(Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        KeyPairMaking keyPair = opened.add(KeyPairMaking.begin(config));
        IngestLimits ingestLimits = ingestLimits(config.sluice().ingest(), host.heapBytesMax());
        Storage storage = Storage.open(directory, config, ingestLimits, host, patience, opened);
        persist(directory, storage, opened);
        AuditLog audit = parts.audit(directory, opened);
        Meters meters = opened.add(new Meters(host.version(), clock));
        UserRecords users = new UserRecords(storage.catalog());
        keyPair.await();
        CommonParts.Access access =
                parts.access(
                        storage.catalog(),
                        audit,
                        CommonParts.Administration.HERE,
                        users::replace,
                        meters,
                        opened);
        Upkeep upkeep =
                new Upkeep(
                        config,
                        directory,
                        storage.catalog(),
                        storage.files(),
                        storage.inUse(),
                        Turn.Tenure.PASS,
                        meters,
                        host);
        Turn _ = upkeep.collect(opened);
        QueryEngine.Started engine =
                QueryEngine.start(
                        config.sluice().query(), directory, storage.sources(), host, opened);
        Warming warming = opened.add(Warming.begin(storage.catalog(), engine.queries()));
        Turn _ = upkeep.merge(engine.files(), opened);
        WriteService writes =
                new WriteService(storage.catalog(), storage.intake(), ingestLimits, clock);

        Gatekeeper gatekeeper = access.gatekeeper();
        DatabaseDecider gate = gate(storage.catalog(), gatekeeper::database);
        Readiness readiness = new Readiness();
        meters.working(Role.ALL.word(), readiness::isReady);
        BodyMemory bodies = parts.bodyMemory();
        List<Endpoint> endpoints =
                parts.queryDoors(gate, gatekeeper::listing, engine.queries(), readiness, opened);
        LocalWrites local =
                new LocalWrites(
                        lineProtocolWriter(writes, storage.catalog()), bodies, writeLimits());
        endpoints.add(new WriteEndpoint(gate, local));
        ManagementVerbs verbs =
                Verbs.over(
                        storage.catalog(), audit, users, access.settings().administrators(), host);
        endpoints.add(
                Verbs.endpoint(gatekeeper::administration, storage.catalog(), verbs, readiness));
        PeerTokens peers = parts.peerTokens(access, storage.catalog());
        endpoints.add(
                new PeerEndpoint(
                        peers::admits,
                        new BufferAnswers(
                                        storage.buffer(),
                                        storage.catalog(),
                                        storage.catalog().opening())
                                ::since));
        endpoints.add(
                new PeerWrites(
                        peers::admits,
                        gate(
                                storage.catalog(),
                                (credential, action, database, _) ->
                                        gatekeeper.handedOn(credential, action, database)),
                        local));
        RunningServer server =
                parts.open(
                        endpoints,
                        access.settings()::announce,
                        certificate,
                        directory,
                        readiness,
                        warming,
                        bodies,
                        meters,
                        opened);
        var _ = storage.lost().thenAccept(server.lost()::complete);
        access.adminKeys().warn();
        return server;
    }

    private void persist(DataDirectory directory, Storage storage, Opened opened) {
        WorkPool helpers =
                opened.add(
                        new WorkPool(
                                "sluice-encoder",
                                Math.min(host.processors() - 1, ENCODER_HELPERS_MAX)));
        WorkPool puts = opened.add(new WorkPool("sluice-put", DataFiles.PUTS_AT_ONCE - 1));
        Persister persister =
                new Persister(
                        storage.intake(),
                        storage.catalog(),
                        storage.files().objects(),
                        new OwnParquetEncoder(helpers),
                        directory.scratchDirectory(),
                        UUID::randomUUID,
                        clock,
                        new DataFiles.Helpers(helpers, puts));
        DataDirectory.startIn(directory.scratchDirectory(), persister::start);
        opened.add(persister);
    }

    /// Lets in whom a gate does. A database that is not known may just have been made by another
    /// process, so the catalog is asked once more before others say that there is none.
    private static DatabaseDecider gate(Catalog catalog, DatabaseDecider gate) {
        return (credential, action, database, origin) -> {
            Decision<Grant.ForDatabase> decision =
                    gate.decide(credential, action, database, origin);
            if (decision instanceof Decision.Allowed<Grant.ForDatabase>
                    && catalog.snapshot().findDatabase(database.value()).isEmpty()) {
                CatalogSnapshot _ = catalog.newest();
            }
            return decision;
        };
    }

    private WriteLimits writeLimits() {
        WriteConfig write = config.sluice().write();
        return new WriteLimits(
                write.bodyBytesMax(), write.concurrentRequestsMax(), host.heapBytesMax() / 4);
    }

    private LineProtocolWriter lineProtocolWriter(WriteService writes, Catalog catalog) {
        WriteConfig write = config.sluice().write();
        long retentionNanos = Duration.ofHours(write.autoCreateRetentionHours()).toNanos();
        return new LineProtocolWriter(
                writes,
                write.autoCreateDatabase() ? new DatabaseCreation(catalog, retentionNanos) : null,
                write.partialWrites(),
                clock);
    }

    /// The buffer's size follows the heap unless it is set.
    private static IngestLimits ingestLimits(IngestConfig ingest, long heapBytesMax) {
        long bufferBytesMax =
                ingest.bufferBytesMax() == IngestConfig.BUFFER_BYTES_MAX_OF_HEAP
                        ? IngestLimits.ofHeap(heapBytesMax).bufferBytesMax()
                        : ingest.bufferBytesMax();
        return IngestLimits.ofBuffer(
                bufferBytesMax, Duration.ofSeconds(ingest.flushIntervalSeconds()));
    }
}
