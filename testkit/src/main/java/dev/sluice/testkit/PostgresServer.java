// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL server as a process of its own, from the package that the machine has
/// (Debian's `postgresql`), or of another version, where the system property [#PROGRAMS] names the
/// directory of its programs, `psql` and `pg_dump` among them. It refuses to run as root, so there
/// it runs as that package's user. Its data lie in a directory of their own, without the syncs that
/// outlive a power cut.
public final class PostgresServer implements AutoCloseable {
    /// The system property that names the programs of another version.
    public static final String PROGRAMS = "sluice.test.postgres";

    /// Who may do everything.
    public static final String USER = "ad/min@plant";

    /// Their password, with what an address must encode.
    public static final String PASSWORD = "p@ss:w/o%rd #1?";

    /// Who is let in by a certificate that bears this name, once there is such a role.
    public static final String CERTIFIED = "localhost";

    /// Both, as an address has them.
    public static final String ACCOUNT = "ad%2Fmin%40plant:p%40ss%3Aw%2Fo%25rd%20%231%3F";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String READY = "database system is ready to accept ";

    private final Path programs;
    private final Path home;
    private final int port;
    private final List<String> options = new ArrayList<>();
    private @Nullable Process process;

    private PostgresServer(Path programs, Path home, int port) {
        this.programs = programs;
        this.home = home;
        this.port = port;
    }

    /// Starts a server that speaks without TLS.
    public static PostgresServer start() throws IOException, InterruptedException {
        PostgresServer server = create();
        server.resume();
        return server;
    }

    /// Starts a server that lets nobody in without TLS, and [#CERTIFIED] by a certificate alone,
    /// which the authority of this one has signed.
    public static PostgresServer start(TestCertificate certificate)
            throws IOException, InterruptedException {
        PostgresServer server = create();
        server.put(
                "data/pg_hba.conf",
                "hostssl all "
                        + CERTIFIED
                        + " 127.0.0.0/8 cert\nhostssl all all 127.0.0.0/8 scram-sha-256\n");
        server.set("ssl_ca_file", server.put("ca.crt", certificate.authorityPem()).toString());
        server.set("ssl", "on");
        server.set("ssl_cert_file", server.put("server.crt", certificate.chainPem()).toString());
        server.set("ssl_key_file", server.put("server.key", certificate.keyPem()).toString());
        server.resume();
        return server;
    }

    /// Starts a replica of this server, which has no TLS; it answers questions, and has every
    /// commit that was made before a [#stop] of this one, unless it is [cut off][#cutOff].
    public PostgresServer replica() throws Exception {
        PostgresServer replica = bare();
        replica.run(
                "pg_basebackup",
                "--pgdata=" + replica.home.resolve("data"),
                "--dbname=" + dsn("postgres"),
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync");
        replica.configure();
        replica.resume();
        Waiting.until(
                "the replica follows",
                () ->
                        psql(dsn("postgres"), "SELECT state FROM pg_stat_replication")
                                .contains("streaming\n"));
        return replica;
    }

    /// Gets no commit of its primary any more, as a replica behind a broken line.
    public void cutOff() throws Exception {
        String _ = psql(dsn("postgres"), "ALTER SYSTEM SET primary_conninfo = ''");
        String _ = psql(dsn("postgres"), "SELECT pg_reload_conf()");
        Waiting.until(
                "it gets nothing",
                () ->
                        psql(dsn("postgres"), "SELECT count(*) FROM pg_stat_wal_receiver")
                                .equals("0\n"));
    }

    /// Makes a replica the primary.
    public void promote() throws IOException, InterruptedException {
        run("pg_ctl", "promote", "--pgdata=" + home.resolve("data"));
    }

    private static PostgresServer create() throws IOException, InterruptedException {
        PostgresServer server = bare();
        Path home = server.home;
        server.put("password", PASSWORD + "\n");
        server.run(
                "initdb",
                "--pgdata=" + home.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + home.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        server.configure();
        return server;
    }

    private static PostgresServer bare() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("sluice-postgres-");
        PostgresServer server = new PostgresServer(programs(), home, FreePorts.next());
        server.hand(home);
        return server;
    }

    private void configure() {
        set("listen_addresses", "127.0.0.1,127.0.0.2");
        set("port", Integer.toString(port));
        set("unix_socket_directories", "");
        set("fsync", "off");
        set("shared_buffers", "16MB");
    }

    private void set(String setting, String value) {
        options.add("-c");
        options.add(setting + "=" + value);
    }

    /// Starts it again after [#stop], where it was.
    public void resume() throws IOException {
        List<String> command = new ArrayList<>(List.of("-D", home.resolve("data").toString()));
        command.addAll(options);
        Process started = builder("postgres", command).redirectErrorStream(true).start();
        process = started;
        ReadyLine.await(started, "PostgreSQL", READY);
    }

    /// Ends the server and every connection; what was committed stays.
    public void stop() throws IOException, InterruptedException {
        Process running = process;
        if (running != null && running.isAlive()) {
            run("pg_ctl", "stop", "--mode=fast", "--pgdata=" + home.resolve("data"));
            running.onExit().join();
        }
    }

    /// Where it listens, on 127.0.0.1, and on 127.0.0.2, which no certificate of a test names.
    public int port() {
        return port;
    }

    /// The address of a database.
    ///
    /// @param parameters such as `sslmode=disable`; empty for none
    public String dsn(String database, String parameters) {
        return "postgres://%s@127.0.0.1:%d/%s%s"
                .formatted(ACCOUNT, port, database, parameters.isEmpty() ? "" : "?" + parameters);
    }

    /// The address of a database of a server without TLS.
    public String dsn(String database) {
        return dsn(database, "sslmode=disable");
    }

    /// Makes an empty database.
    ///
    /// @return its address, without TLS
    public String createDatabase(String name) throws IOException, InterruptedException {
        String _ = psql(dsn("postgres"), "CREATE DATABASE \"" + name + "\"");
        return dsn(name);
    }

    /// What `psql` makes of a text, such as a snapshot; each mistake is a failure.
    ///
    /// @return rows without headers, columns separated by `|`
    public String psql(String dsn, String statements) throws IOException, InterruptedException {
        Path input = put("input.sql", statements);
        return run(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                "--file=" + input,
                dsn);
    }

    /// What `psql DSN < FILE` says, with nothing but its own settings.
    ///
    /// @throws IOException when it ended by a mistake, with what it said of it
    public String psqlFrom(String dsn, String statements) throws IOException, InterruptedException {
        Path input = put("input.sql", statements);
        return run(builder("psql", List.of(dsn)).redirectInput(input.toFile()), "psql");
    }

    /// A snapshot of a database as statements.
    ///
    /// @param options of `pg_dump`
    public String dump(String dsn, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(dsn);
        return run("pg_dump", arguments.toArray(String[]::new));
    }

    private String run(String program, String... arguments)
            throws IOException, InterruptedException {
        return run(builder(program, List.of(arguments)), program);
    }

    private String run(ProcessBuilder builder, String program)
            throws IOException, InterruptedException {
        Path said = home.resolve(program + ".err");
        Process process = builder.redirectError(said.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program + " failed:\n" + output + Files.readString(said));
        }
        return output;
    }

    private ProcessBuilder builder(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private Path put(String name, String content) throws IOException, InterruptedException {
        Path file = home.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
        hand(file);
        return file;
    }

    /// Gives a file to whom the server runs as.
    private void hand(Path file) throws IOException, InterruptedException {
        if (isRoot()) {
            Process chown = new ProcessBuilder("chown", "postgres:", file.toString()).start();
            if (chown.waitFor() != 0) {
                throw new IOException("there is no user postgres: " + missing());
            }
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path programs() throws IOException {
        String named = System.getProperty(PROGRAMS);
        if (named != null) {
            return Path.of(named);
        }
        if (!Files.isDirectory(DEBIAN)) {
            throw new IOException(missing());
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IOException(missing()));
        }
    }

    private static String missing() {
        return "no PostgreSQL in " + DEBIAN + "; on Debian run \"apt-get install postgresql\"";
    }

    /// Ends the server and removes its data.
    @Override
    public void close() {
        try {
            stop();
            delete(home);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
