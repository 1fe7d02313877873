// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A run of `sluice`: a server with a new data directory from its start to its end in good order,
/// and its first clients. The cache has what the compiler has learned too (JEP 515): a server that
/// starts again is asked at once.
final class ServerTraining implements Training {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// So that there are files to read from.
    private static final String FLUSH_INTERVAL = "SLUICE_INGEST_FLUSH_INTERVAL_SECONDS";

    @Override
    public void record(Application application, Path scratch, Path cache)
            throws IOException, InterruptedException {
        Path seen = scratch.resolve("seen");
        Path data = scratch.resolve("data");
        Path talk = scratch.resolve("talk");
        ProcessBuilder builder =
                new ProcessBuilder(
                                application.java(
                                        List.of(
                                                "-XX:AOTMode=record",
                                                "-XX:AOTConfiguration=" + seen),
                                        "serve",
                                        "--port",
                                        "0",
                                        "--data-dir",
                                        data.toString()))
                        .directory(application.tree().root().toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectError(talk.toFile());
        builder.environment().clear();
        builder.environment().put(FLUSH_INTERVAL, "1");
        Process server = builder.start();
        try (var output = server.inputReader(StandardCharsets.UTF_8)) {
            String line = readyLine(output);
            if (line == null) {
                throw failed("did not start: " + Files.readString(talk));
            }
            try (ServerVisits visits =
                    new ServerVisits(URI.create(line.substring(line.lastIndexOf(' ') + 1)))) {
                visits.make(data);
            }
            server.destroy();
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failed("did not end");
            }
        } finally {
            server.destroyForcibly();
        }
        Tools.run(
                application.tree().root(),
                Map.of(),
                application.java(
                        List.of(
                                "-XX:AOTMode=create",
                                "-XX:AOTConfiguration=" + seen,
                                "-XX:AOTCache=" + cache)));
    }

    /// The line that says where it answers; the JVM may have said something before it.
    private static @Nullable String readyLine(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(" is ready at ")) {
            line = output.readLine();
        }
        return line;
    }

    static RuntimeException failed(String how) {
        return new Problem(Problem.Kind.INTERNAL, "training_failed", "the server " + how)
                .asException();
    }
}
