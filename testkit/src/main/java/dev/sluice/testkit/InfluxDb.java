// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A real InfluxDB 1.x as a process of its own, to be compared with. Debian's package is fetched
/// once into the cache of the checkout and unpacked there, not installed.
public final class InfluxDb implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private InfluxDb(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts one and waits until it answers.
    ///
    /// @param cache where the program is kept
    /// @param directory an empty one for its data
    public static InfluxDb start(Path cache, Path directory)
            throws IOException, InterruptedException {
        Path program =
                new DebianPackage("influxdb", cache.resolve("influxdb-1"))
                        .unpacked()
                        .resolve("usr/bin/influxd");
        int port = FreePorts.next();
        Path settings =
                Files.writeString(
                        directory.resolve("influxdb.conf"),
                        """
                        reporting-disabled = true
                        bind-address = "127.0.0.1:%1$d"
                        [meta]
                          dir = "%3$s/meta"
                          logging-enabled = false
                        [data]
                          dir = "%3$s/data"
                          wal-dir = "%3$s/wal"
                          query-log-enabled = false
                        [monitor]
                          store-enabled = false
                        [http]
                          bind-address = "127.0.0.1:%2$d"
                          log-enabled = false
                        """
                                .formatted(FreePorts.next(), port, directory));
        Path log = directory.resolve("influxd.log");
        Process process =
                new ProcessBuilder(program.toString(), "run", "-config", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        InfluxDb database = new InfluxDb(process, URI.create("http://127.0.0.1:" + port));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!database.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                database.close();
                throw new IOException("InfluxDB did not start:\n" + Files.readString(log));
            }
            Thread.onSpinWait();
        }
        return database;
    }

    private boolean answers() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(url.resolve("/ping")).build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 204;
        } catch (IOException _) {
            return false;
        }
    }

    /// What `/query` answers.
    ///
    /// @param parameters as they stand in a URL
    public String query(String parameters) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve("/query"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(parameters)))
                .body();
    }

    /// Makes a database and writes lines into it.
    public void write(String database, String lines) throws IOException, InterruptedException {
        query("q=" + URLEncoder.encode("CREATE DATABASE " + database, UTF_8));
        HttpResponse<String> written =
                send(
                        HttpRequest.newBuilder(url.resolve("/write?db=" + database))
                                .POST(HttpRequest.BodyPublishers.ofString(lines)));
        if (written.statusCode() != 204) {
            throw new IOException("InfluxDB took no lines: " + written.body());
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly().onExit().join();
    }
}
