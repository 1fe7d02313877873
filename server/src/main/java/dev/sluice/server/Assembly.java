// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.api.ClusterIds;
import dev.sluice.audit.AuditLog;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.FailedAttempts;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.background.WorkPool;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.collector.Collector;
import dev.sluice.compaction.CompactionLimits;
import dev.sluice.compaction.Compactor;
import dev.sluice.config.AccessConfig;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.FileWatcher;
import dev.sluice.config.HttpConfig;
import dev.sluice.config.IngestConfig;
import dev.sluice.config.InternalSigningKey;
import dev.sluice.config.MetricsConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.config.WriteConfig;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.flight.FlightDoor;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.Endpoint;
import dev.sluice.http.HealthEndpoint;
import dev.sluice.http.HttpDoor;
import dev.sluice.http.LineProtocolWriter;
import dev.sluice.http.ManagementEndpoint;
import dev.sluice.http.ManagementVerbs;
import dev.sluice.http.MetricsEndpoint;
import dev.sluice.http.PingEndpoint;
import dev.sluice.http.QueryEndpoint;
import dev.sluice.http.Readiness;
import dev.sluice.http.RefusedPaths;
import dev.sluice.http.WriteEndpoint;
import dev.sluice.http.WriteLimits;
import dev.sluice.ingest.DatabaseCreation;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.ingest.Persister;
import dev.sluice.ingest.WriteService;
import dev.sluice.management.UserRecords;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.DataFileReader;
import dev.sluice.query.QueryService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The one place where everything is constructed: plain constructors, top to bottom in the order of
/// starting. What was opened is closed in the reverse order, also when a later step fails.
public final class Assembly {
    /// How long a request body may take to arrive: 50 MB over a slow line.
    private static final Duration BODY_WAIT = Duration.ofMinutes(5);

    /// How many threads help at most to make files of rows, whatever the number of processors.
    private static final int ENCODER_HELPERS_MAX = 3;

    private final ServerConfig config;
    private final ConfigSource source;
    private final Host host;
    private final InstantSource clock;

    /// What a server is made from.
    ///
    /// @param config every setting
    /// @param source where they come from; its file is watched while the server runs
    /// @param host where it runs
    public Assembly(ServerConfig config, ConfigSource source, Host host) {
        this.config = config;
        this.source = source;
        this.host = host;
        this.clock = host.clock();
    }

    /// Starts a server; it is ready when this returns.
    ///
    /// @throws ProblemException in one sentence with the next step, when it cannot start; then
    ///   nothing is left open
    public RunningServer start() {
        Opened opened = new Opened();
        boolean complete = false;
        try {
            RunningServer server = start(opened);
            complete = true;
            return server;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    private RunningServer start(Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        IngestLimits ingestLimits = ingestLimits(config.sluice().ingest(), host.heapBytesMax());
        Storage storage = Storage.open(directory, config, ingestLimits, host, opened);
        persist(directory, storage, opened);
        AuditLog audit = audit(directory, opened);
        ConfigurationAudit changes = new ConfigurationAudit(audit);
        AdminKeyWatch adminKeys = adminKeys(storage.catalog(), changes, opened);
        Meters meters = opened.add(new Meters(host.version(), clock));
        collect(directory, storage, meters, opened);
        UserRecords users = new UserRecords(storage.catalog());
        LiveSettings settings =
                settings(
                        adminKeys.adminTokens(),
                        new LiveSettings.Followers(changes, users, meters.keys()),
                        opened);
        Gatekeeper gatekeeper =
                gatekeeper(settings, adminKeys.adminTokens(), storage.catalog(), audit, meters);
        QueryEngine.Started engine =
                QueryEngine.start(config.sluice().query(), directory, storage, host, opened);
        QueryService queries = engine.queries();
        compact(directory, storage, engine.files(), meters, opened);
        WriteService writes =
                new WriteService(storage.catalog(), storage.intake(), ingestLimits, clock);

        Readiness readiness = new Readiness();
        BodyMemory bodies = bodyMemory();
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new HealthEndpoint(readiness));
        endpoints.add(new PingEndpoint(host.version()));
        endpoints.add(
                new WriteEndpoint(
                        gatekeeper::database,
                        lineProtocolWriter(writes, storage.catalog()),
                        bodies,
                        writeLimits()));
        ManagementVerbs verbs =
                Verbs.over(storage.catalog(), audit, users, settings.administrators(), host);
        endpoints.add(management(storage.catalog(), gatekeeper, verbs, readiness));
        endpoints.add(opened.add(flight(gatekeeper, queries)));
        endpoints.add(opened.add(query(gatekeeper, queries)));
        endpoints.add(new RefusedPaths());

        HttpDoor door = opened.add(new HttpDoor(doorSettings(certificate), endpoints, bodies));
        InetSocketAddress address = door.open();
        if (certificate != null) {
            opened.add(FileWatcher.start(certificate.watched(), certificate::reload));
        }
        String url = Urls.of(address, certificate != null);
        InetSocketAddress internal = internalDoor(readiness, meters, bodies, opened);
        readiness.ready();
        adminKeys.warn();
        opened.add(
                ReadyFile.write(
                        directory.readyFile(), url, address.getPort(), internal, host.version()));
        return new RunningServer(address, url, door.routeTable(), readiness, opened);
    }

    /// Opens the port for whoever watches the server.
    ///
    /// @return where; null when there is none
    private @Nullable InetSocketAddress internalDoor(
            Readiness readiness, Meters meters, BodyMemory bodies, Opened opened) {
        MetricsConfig metrics = config.sluice().metrics();
        if (!metrics.served()) {
            return null;
        }
        HttpDoor.Settings settings =
                new HttpDoor.Settings(
                        metrics.bindAddress(),
                        metrics.port(),
                        "sluice.metrics.port",
                        BODY_WAIT,
                        Duration.ZERO,
                        List.of(),
                        null);
        List<Endpoint> endpoints =
                List.of(new HealthEndpoint(readiness), new MetricsEndpoint(meters::prometheusText));
        return opened.add(new HttpDoor(settings, endpoints, bodies)).open();
    }

    private void persist(DataDirectory directory, Storage storage, Opened opened) {
        WorkPool helpers =
                opened.add(
                        new WorkPool(
                                "sluice-encoder",
                                Math.min(host.processors() - 1, ENCODER_HELPERS_MAX)));
        Persister persister =
                new Persister(
                        storage.intake(),
                        storage.catalog(),
                        storage.files().objects(),
                        new OwnParquetEncoder(helpers),
                        directory.scratchDirectory(),
                        UUID::randomUUID,
                        helpers);
        startIn(directory.scratchDirectory(), persister::start);
        opened.add(persister);
    }

    private void compact(
            DataDirectory directory,
            Storage storage,
            DataFileReader files,
            Meters meters,
            Opened opened) {
        Compactor compactor =
                new Compactor(
                        new Compactor.Stores(
                                storage.catalog(),
                                storage.files().objects(),
                                storage.inUse(),
                                files::read,
                                new OwnParquetEncoder(),
                                directory.compactionDirectory(),
                                UUID::randomUUID),
                        CompactionLimits.of(config.compaction()),
                        clock,
                        meters.compaction());
        startIn(directory.compactionDirectory(), compactor::start);
        opened.add(compactor);
    }

    /// Starts what makes files in a directory.
    private static void startIn(Path scratch, Starting starting) {
        try {
            starting.start();
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "scratch_unwritable",
                            "the data directory cannot be used: "
                                    + scratch.getFileName()
                                    + ": "
                                    + Failures.sentence(failed)),
                    failed);
        }
    }

    /// A start that needs a directory.
    @FunctionalInterface
    private interface Starting {
        void start() throws IOException;
    }

    private void collect(DataDirectory directory, Storage storage, Meters meters, Opened opened) {
        Collector collector =
                new Collector(
                        config.collector(),
                        new Collector.Stores(
                                storage.catalog(),
                                storage.files().objects(),
                                storage.inUse(),
                                storage.catalog().dump(),
                                directory.snapshotDirectory()),
                        clock,
                        System::nanoTime,
                        meters.collector());
        collector.start();
        opened.add(collector);
    }

    private FlightDoor flight(Gatekeeper gatekeeper, QueryService queries) {
        return new FlightDoor(
                gatekeeper::database,
                queries,
                host.version(),
                Duration.ofSeconds(config.sluice().query().timeoutSeconds()));
    }

    private QueryEndpoint query(Gatekeeper gatekeeper, QueryService queries) {
        return new QueryEndpoint(
                new QueryEndpoint.Services(gatekeeper::database, gatekeeper::listing, queries),
                Duration.ofSeconds(config.sluice().query().timeoutSeconds()));
    }

    private AuditLog audit(DataDirectory directory, Opened opened) {
        try {
            return opened.add(AuditLog.open(directory.auditFile(), clock, config.sluice().audit()));
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "audit_unwritable",
                            "the audit log cannot be written: " + Failures.sentence(failed)),
                    failed);
        }
    }

    private AdminKeyWatch adminKeys(Catalog catalog, ConfigurationAudit changes, Opened opened) {
        AdminTokenFiles files = DataDirectory.adminTokenFiles(config.sluice());
        AccessConfig access = config.sluice().access();
        UUID audience =
                Objects.requireNonNullElse(
                        access.adminTokenAudience(), catalog.snapshot().clusterId());
        InternalSigningKey given = config.internalSigningKey();
        AdminKeyWatch keys =
                new AdminKeyWatch(
                        access.keyDirectory() == null
                                ? AdminTokens.open(files, audience, given, clock)
                                : AdminTokens.follow(files, audience, given, clock),
                        changes);
        opened.add(FileWatcher.start(files.keyFiles(), keys::reload));
        return keys;
    }

    private LiveSettings settings(
            AdminTokens adminTokens, LiveSettings.Followers followers, Opened opened) {
        LiveSettings settings =
                opened.add(LiveSettings.start(config, source, adminTokens, followers, host));
        if (!settings.files().isEmpty()) {
            opened.add(FileWatcher.start("watch-settings", settings::files, settings::reload));
        }
        return settings;
    }

    private Gatekeeper gatekeeper(
            LiveSettings settings,
            AdminTokens adminTokens,
            Catalog catalog,
            AuditLog audit,
            Meters meters) {
        return new Gatekeeper(
                settings.administrators(),
                adminTokens,
                catalog,
                settings::adminTokenDataAccess,
                failedAttempts(),
                audit,
                meters.decisions(),
                clock);
    }

    private FailedAttempts failedAttempts() {
        AccessConfig access = config.sluice().access();
        return new FailedAttempts(
                access.failedAttemptsPerMinuteMax(), access.failedAddressesMax(), clock);
    }

    private static ManagementEndpoint management(
            Catalog catalog, Gatekeeper gatekeeper, ManagementVerbs verbs, Readiness readiness) {
        CatalogSnapshot snapshot = catalog.snapshot();
        return new ManagementEndpoint(
                gatekeeper::administration,
                verbs,
                new ClusterIds(snapshot.accountId(), snapshot.clusterId()),
                readiness);
    }

    private HttpDoor.Settings doorSettings(@Nullable PortCertificate certificate) {
        HttpConfig http = config.sluice().http();
        return new HttpDoor.Settings(
                http.bindAddress(),
                http.port(),
                "--port",
                BODY_WAIT,
                Duration.ofSeconds(http.shutdownGraceSeconds()),
                http.trustedProxies(),
                certificate == null ? null : certificate.identity());
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

    /// A quarter of the heap, and never less than one body with its decompressed form beside what
    /// is for small bodies alone.
    private BodyMemory bodyMemory() {
        long oneBodyBytes = 2 * config.sluice().write().bodyBytesMax();
        return new BodyMemory(Math.max(host.heapBytesMax() / 4, oneBodyBytes / 3 * 4));
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
