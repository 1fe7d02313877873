// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.FailedAttempts;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.auth.PeerTokens;
import dev.sluice.catalog.CatalogView;
import dev.sluice.config.AccessConfig;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.FileWatcher;
import dev.sluice.config.HttpConfig;
import dev.sluice.config.InternalSigningKey;
import dev.sluice.config.MetricsConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.flight.FlightDoor;
import dev.sluice.flight.FlightElsewhere;
import dev.sluice.http.BodyMemory;
import dev.sluice.http.DatabaseDecider;
import dev.sluice.http.DatabaseLister;
import dev.sluice.http.Elsewhere;
import dev.sluice.http.Endpoint;
import dev.sluice.http.HealthEndpoint;
import dev.sluice.http.HttpDoor;
import dev.sluice.http.MetricsEndpoint;
import dev.sluice.http.PingEndpoint;
import dev.sluice.http.QueryEndpoint;
import dev.sluice.http.Readiness;
import dev.sluice.http.RefusedPaths;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What servers of every role have: who may do what, the doors for queries, the ports. The assembly
/// of each role says in which order.
///
/// @param config every setting
/// @param source where they come from
/// @param host where the server runs
record CommonParts(ServerConfig config, ConfigSource source, Host host) {
    /// How long a request body may take to arrive: 50 MB over a slow line.
    private static final Duration BODY_WAIT = Duration.ofMinutes(5);

    private InstantSource clock() {
        return host.clock();
    }

    /// Who may do what.
    ///
    /// @param adminKeys follow the key pair of the cluster's own tokens
    /// @param settings follow the configuration
    /// @param gatekeeper decides
    record Access(AdminKeyWatch adminKeys, LiveSettings settings, Gatekeeper gatekeeper) {}

    /// By which the processes of the cluster know each other.
    PeerTokens peerTokens(Access access, CatalogView catalog) {
        return new PeerTokens(
                access.adminKeys().adminTokens(), catalog.snapshot().clusterId(), clock());
    }

    /// Where the cluster is administered.
    enum Administration {
        /// By this server, which makes the cluster's own key pair where there is none, unless the
        /// settings say where somebody else keeps it.
        HERE,
        /// By this server and others; the key pair is another one's.
        BESIDE,
        /// By another one: nobody administers here, and the key pair is that one's.
        ELSEWHERE
    }

    /// Starts to decide who may do what.
    ///
    /// @param users are told who is listed
    Access access(
            CatalogView catalog,
            AuditLog audit,
            Administration administration,
            LiveSettings.Listed users,
            Meters meters,
            Opened opened) {
        ConfigurationAudit changes = new ConfigurationAudit(audit);
        AdminKeyWatch adminKeys = adminKeys(catalog, administration, changes, opened);
        LiveSettings settings =
                settings(
                        administration,
                        adminKeys.adminTokens(),
                        new LiveSettings.Followers(changes, users, meters.keys()),
                        opened);
        meters.configuration(settings::isRefused);
        return new Access(
                adminKeys,
                settings,
                gatekeeper(settings, adminKeys.adminTokens(), catalog, audit, meters));
    }

    /// The doors that answer queries, and those that tell how the server is.
    ///
    /// @param gate decides who may read
    /// @param lister decides which databases somebody may know of
    List<Endpoint> queryDoors(
            DatabaseDecider gate,
            DatabaseLister lister,
            QueryService queries,
            Readiness readiness,
            Opened opened) {
        Duration timeLimit = Duration.ofSeconds(config.sluice().query().timeoutSeconds());
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new HealthEndpoint(readiness));
        endpoints.add(new PingEndpoint(host.version()));
        endpoints.add(opened.add(new FlightDoor(gate, queries, host.version(), timeLimit)));
        endpoints.add(
                new QueryEndpoint(new QueryEndpoint.Services(gate, lister, queries), timeLimit));
        endpoints.add(new RefusedPaths());
        return endpoints;
    }

    /// Opens the ports, and then says that the server is ready.
    ///
    /// @param endpoints what the one for users serves
    /// @param listening is told once both ports are open
    /// @param warming is awaited in between; null for a server that answers no queries
    RunningServer open(
            List<Endpoint> endpoints,
            Runnable listening,
            @Nullable PortCertificate certificate,
            DataDirectory directory,
            Readiness readiness,
            @Nullable Warming warming,
            BodyMemory bodies,
            Meters meters,
            Opened opened) {
        HttpDoor door = opened.add(new HttpDoor(doorSettings(certificate), endpoints, bodies));
        InetSocketAddress address = door.open();
        if (certificate != null) {
            opened.add(FileWatcher.start(certificate.watched(), certificate::reload));
        }
        String url = Urls.of(address, certificate != null);
        meters.freeBytes(() -> freeBytes(directory));
        InetSocketAddress internal = internalDoor(readiness, meters, bodies, opened);
        listening.run();
        if (warming != null) {
            warming.await(certificate == null ? address : null);
        }
        readiness.ready();
        opened.add(
                ReadyFile.write(
                        directory.readyFile(), url, address.getPort(), internal, host.version()));
        return new RunningServer(address, url, door.routeTable(), readiness, opened);
    }

    private static double freeBytes(DataDirectory directory) {
        try {
            return directory.freeBytes();
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    /// Opens the ports of a server that answers nobody but those who watch it.
    ///
    /// @param what it does, such as `merges files alone`
    RunningServer openForWatchers(
            String what,
            @Nullable PortCertificate certificate,
            DataDirectory directory,
            Readiness readiness,
            Meters meters,
            Opened opened) {
        Elsewhere elsewhere = new Elsewhere(what, EnumSet.allOf(Elsewhere.Part.class));
        List<Endpoint> endpoints =
                List.of(
                        new HealthEndpoint(readiness),
                        new PingEndpoint(host.version()),
                        elsewhere,
                        new FlightElsewhere(elsewhere.sentence(Elsewhere.Part.QUERIES)));
        return open(
                endpoints,
                () -> {},
                certificate,
                directory,
                readiness,
                null,
                bodyMemory(),
                meters,
                opened);
    }

    /// Opens the audit log.
    AuditLog audit(DataDirectory directory, Opened opened) {
        try {
            return opened.add(
                    AuditLog.open(directory.auditFile(), clock(), config.sluice().audit()));
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "audit_unwritable",
                            "the audit log cannot be written: " + FileTrouble.sentence(failed)),
                    failed);
        }
    }

    /// A quarter of the heap, and never less than one body with its decompressed form beside what
    /// is for small bodies alone.
    BodyMemory bodyMemory() {
        long oneBodyBytes = 2 * config.sluice().write().bodyBytesMax();
        return new BodyMemory(Math.max(host.heapBytesMax() / 4, oneBodyBytes / 3 * 4));
    }

    private AdminKeyWatch adminKeys(
            CatalogView catalog,
            Administration administration,
            ConfigurationAudit changes,
            Opened opened) {
        AdminTokenFiles files = DataDirectory.adminTokenFiles(config.sluice());
        AccessConfig access = config.sluice().access();
        UUID audience =
                Objects.requireNonNullElse(
                        access.adminTokenAudience(), catalog.snapshot().clusterId());
        InternalSigningKey given = config.internalSigningKey();
        AdminKeyWatch keys =
                new AdminKeyWatch(
                        administration == Administration.HERE && access.keyDirectory() == null
                                ? AdminTokens.open(files, audience, given, clock())
                                : AdminTokens.follow(files, audience, given, clock()),
                        changes);
        opened.add(FileWatcher.start(files.keyFiles(), keys::reload));
        return keys;
    }

    private LiveSettings settings(
            Administration administration,
            AdminTokens adminTokens,
            LiveSettings.Followers followers,
            Opened opened) {
        LiveSettings settings =
                opened.add(
                        LiveSettings.start(
                                config,
                                source,
                                administration == Administration.ELSEWHERE
                                        ? ServerConfig::withoutAdministrators
                                        : UnaryOperator.identity(),
                                adminTokens,
                                followers,
                                host));
        if (!settings.files().isEmpty()) {
            opened.add(FileWatcher.start("watch-settings", settings::files, settings::reload));
        }
        return settings;
    }

    private Gatekeeper gatekeeper(
            LiveSettings settings,
            AdminTokens adminTokens,
            CatalogView catalog,
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
                clock());
    }

    private FailedAttempts failedAttempts() {
        AccessConfig access = config.sluice().access();
        return new FailedAttempts(
                access.failedAttemptsPerMinuteMax(), access.failedAddressesMax(), clock());
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
}
