// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// A server that does everything and some that answer queries, hand writes on or administer beside
/// it, with a real PostgreSQL and a real S3 server.
final class Cluster implements AutoCloseable {
    /// Settings by which a database of a test has files soon, and tells how many it has merged.
    static final Map<String, String> SMALL_FILES =
            Map.of("ingest.bufferBytesMax", "1048576", "metrics.port", "0");

    /// Of a provider that nobody hears of.
    private static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: http://127.0.0.1:9/keys
              users:
                - {id: 00000000-0000-0000-0000-0000000000aa, firstName: A, lastName: B, email: c}
            """;

    private final Path directory;
    private final int port;
    private final Path settings;
    private final Path catalogAlone;
    private final PostgresServer postgres;
    private final String dsn;
    private final S3Server s3;
    private final Map<String, String> flags;
    private final Deque<OneServer> others = new ArrayDeque<>();
    private OneServer all;

    /// Starts the server that does everything.
    Cluster(Path directory) throws Exception {
        this(directory, ADMIN, Map.of());
    }

    /// @param flags settings of that server
    Cluster(Path directory, Map<String, String> flags) throws Exception {
        this(directory, ADMIN, flags);
    }

    /// @param admin the section of that name
    Cluster(Path directory, String admin) throws Exception {
        this(directory, admin, Map.of());
    }

    private Cluster(Path directory, String admin, Map<String, String> flags) throws Exception {
        this.directory = directory;
        this.flags = flags;
        this.port = FreePorts.next();
        this.postgres = PostgresServer.start();
        this.dsn = postgres.createDatabase("catalog");
        this.s3 = S3Server.start(directory.resolve("s3"));
        s3.createBucket("plant");
        this.settings =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        String.join("\n", s3.settings("plant"))
                                + "\ncatalog: {dsn: {value: '"
                                + dsn
                                + "'}}\n"
                                + admin);
        this.catalogAlone =
                Files.writeString(
                        directory.resolve("catalog.yaml"),
                        "catalog: {dsn: {value: '" + dsn + "'}}\n");
        this.all = startAll();
    }

    private OneServer startAll() {
        ConfigSource source = OneServer.source(directory.resolve("data"), port, settings);
        Map<String, String> all = new HashMap<>(source.flags());
        all.put("ingest.flushIntervalSeconds", "1");
        all.putAll(flags);
        return new OneServer(directory.resolve("data"), new ConfigSource(settings, Map.of(), all));
    }

    /// Where the key pair is.
    Path keyDirectory() {
        return directory.resolve("data/secrets/rsa-keys");
    }

    /// The settings of a querier.
    ConfigSource querierSource(String name, Path keys) {
        ConfigSource source = OneServer.source(directory.resolve(name), 0, settings);
        Map<String, String> all = new HashMap<>(source.flags());
        all.put("cluster.ingester", "http://127.0.0.1:" + port);
        all.put("access.keyDirectory", keys.toString());
        all.put("metrics.port", "0");
        return new ConfigSource(settings, Map.of(), all);
    }

    /// Starts a server that answers queries.
    OneServer querier(String name) {
        return querier(name, keyDirectory());
    }

    OneServer querier(String name, Path keys) {
        OneServer started =
                new OneServer(
                        directory.resolve(name),
                        querierSource(name, keys),
                        OneServer.host(),
                        Role.QUERIER);
        others.push(started);
        return started;
    }

    /// The settings of a server that administers.
    ///
    /// @param file what it reads beside
    ConfigSource administratorSource(String name, Path file, Path keys) {
        ConfigSource source = OneServer.source(directory.resolve(name), 0, file);
        Map<String, String> flags = new HashMap<>(source.flags());
        flags.put("access.keyDirectory", keys.toString());
        return new ConfigSource(file, Map.of(), flags);
    }

    /// Starts a server that administers.
    OneServer administrator(String name, Path file, Path keys) {
        OneServer started =
                new OneServer(
                        directory.resolve(name),
                        administratorSource(name, file, keys),
                        OneServer.host(),
                        Role.ADMIN);
        others.push(started);
        return started;
    }

    /// The address of the catalog.
    String dsn() {
        return dsn;
    }

    /// The settings of a server that hands writes on.
    ConfigSource routerSource(String name, Path keys) {
        ConfigSource source = OneServer.source(directory.resolve(name), 0, catalogAlone);
        Map<String, String> few = new HashMap<>(source.flags());
        few.putAll(flags);
        // However slow this machine is.
        few.put("cluster.writeHoldSeconds", "600");
        few.put("cluster.ingester", "http://127.0.0.1:" + port);
        few.put("access.keyDirectory", keys.toString());
        return new ConfigSource(catalogAlone, Map.of(), few);
    }

    /// Starts a server that hands writes on.
    OneServer router(String name) {
        return router(name, keyDirectory());
    }

    OneServer router(String name, Path keys) {
        OneServer started =
                new OneServer(
                        directory.resolve(name),
                        routerSource(name, keys),
                        OneServer.host(),
                        Role.ROUTER);
        others.push(started);
        return started;
    }

    /// Starts a server of another role, which the caller closes.
    OneServer beside(String name, Role role, Host host) {
        ConfigSource source = OneServer.source(directory.resolve(name), 0, settings);
        Map<String, String> all = new HashMap<>(source.flags());
        all.put("metrics.port", "0");
        return new OneServer(
                directory.resolve(name), new ConfigSource(settings, Map.of(), all), host, role);
    }

    /// The settings that all share.
    Path settings() {
        return settings;
    }

    void create(String database) throws Exception {
        String _ = all().createDatabase(database);
    }

    void write(String database, String lines) throws Exception {
        HttpResponse<String> answer = all().write(database, all().adminToken(), lines);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    /// How many files a server of this cluster has merged, by what it measures.
    double mergedFiles(String name) throws Exception {
        return measured(name, "sluice_compaction_files_total");
    }

    /// What a server of this cluster measures.
    ///
    /// @param name of its directory
    /// @param metric with its labels, as it is told
    double measured(String name, String metric) throws Exception {
        return OneServer.measured(directory.resolve(name), metric);
    }

    /// How many data files are in the bucket.
    long objects() throws IOException {
        return FilesBelow.ending(".parquet", directory.resolve("s3")).size();
    }

    OneServer all() {
        return all;
    }

    void stopAll() {
        all.close();
    }

    void resumeAll() {
        all = startAll();
    }

    PostgresServer postgres() {
        return postgres;
    }

    /// What the catalog says to a question that has one value as its answer.
    long ask(String sql) throws Exception {
        return Long.parseLong(postgres.psql(dsn, sql).strip());
    }

    /// Asks how many files a database has, deleted ones too.
    static String filesOf(String database) {
        return "SELECT count(*) FROM file_entry f JOIN table_entry t ON t.id = f.table_id"
                + " JOIN database_entry d ON d.id = t.database_id WHERE d.name = '%s'"
                        .formatted(database);
    }

    /// Asks how many of them are deleted, and not collected yet.
    static String deletedFilesOf(String database) {
        return filesOf(database) + " AND f.deleted_at IS NOT NULL";
    }

    /// Returns when the catalog says so.
    ///
    /// @param sql its answer is a number
    void await(String sql, long atLeast) throws Exception {
        while (ask(sql) < atLeast) {
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        others.forEach(OneServer::close);
        all.close();
        s3.close();
        postgres.close();
    }
}
