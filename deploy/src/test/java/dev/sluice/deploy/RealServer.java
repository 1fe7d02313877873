// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import dev.sluice.testkit.KubernetesServer;
import dev.sluice.testkit.KubernetesServer.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a real API server says to `kubectl apply`, where this run has one. It has the definition,
/// and is asked about the namespace `default`; nothing is stored.
final class RealServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ESTABLISHED =
            "jsonpath={.status.conditions[?(@.type==\"Established\")].status}";
    private static final @Nullable KubernetesServer SERVER = server();

    private RealServer() {}

    private static @Nullable KubernetesServer server() {
        KubernetesServer server =
                KubernetesServer.ofThisRun(System.getenv(KubernetesServer.DIRECTORY));
        if (server != null) {
            define(server, AppInstanceSchema.DEFINITION.toString());
        }
        return server;
    }

    private static void define(KubernetesServer server, String definition) {
        server.ask("", "apply", "--server-side", "--force-conflicts", "-f", definition);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer status = server.ask("", "get", "-o", ESTABLISHED, "-f", definition);
        while (!status.out().equals("True")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no definition: " + status);
            }
            status = server.ask("", "get", "-o", ESTABLISHED, "-f", definition);
        }
    }

    /// Whether there is one.
    static boolean isThere() {
        return SERVER != null;
    }

    /// What is wrong with objects; nothing where no server is there to ask.
    static List<String> problems(List<Map<String, Object>> objects) {
        if (SERVER == null) {
            return List.of();
        }
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> object : objects) {
            Map<String, Object> own = new LinkedHashMap<>(object);
            Map<String, Object> metadata = new LinkedHashMap<>(Trees.mapping(object, "metadata"));
            metadata.put("namespace", "default");
            own.put("metadata", metadata);
            text.append("---\n").append(Trees.jsonText(own)).append('\n');
        }
        Answer answer =
                SERVER.ask(
                        text.toString(),
                        "apply",
                        "--dry-run=server",
                        "--validate=strict",
                        "-f",
                        "-");
        return answer.code() == 0 ? List.of() : answer.err().lines().toList();
    }
}
