// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs of `sluice`: a server with a new data directory from its start to its end in good order.
final class ServerTraining implements Training {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public ClassList observe(Application application, Path scratch)
            throws IOException, InterruptedException {
        Path list = scratch.resolve("classes");
        Path talk = scratch.resolve("talk");
        ProcessBuilder builder =
                new ProcessBuilder(
                                application.java(
                                        List.of("-XX:DumpLoadedClassList=" + list),
                                        "serve",
                                        "--port",
                                        "0",
                                        "--data-dir",
                                        scratch.resolve("data").toString()))
                        .directory(application.tree().root().toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectError(talk.toFile());
        builder.environment().clear();
        Process server = builder.start();
        try (var output = server.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            if (line == null) {
                throw failed("did not start: " + Files.readString(talk));
            }
            visit(URI.create(line.substring(line.lastIndexOf(' ') + 1)));
            server.destroy();
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failed("did not end");
            }
        } finally {
            server.destroyForcibly();
        }
        ClassList seen = new ClassList();
        seen.add(Files.readString(list));
        return seen;
    }

    private static void visit(URI server) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : List.of("/health", "/api/v0/databases")) {
                HttpRequest request =
                        HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
                HttpResponse<Void> _ = http.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    private static RuntimeException failed(String how) {
        return new Problem(Problem.Kind.INTERNAL, "training_failed", "the server " + how)
                .asException();
    }
}
