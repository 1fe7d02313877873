// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/// What surrounds a command of the program in tests.
final class TestSurroundings {
    private TestSurroundings() {}

    /// No variables, and a client of a test's API server that may everything.
    static Surroundings of(ApiServer api, OutputStream out, OutputStream err) {
        return of(api::connect, out, err);
    }

    /// No variables, and these clients.
    static Surroundings of(Supplier<KubernetesClient> clients, OutputStream out, OutputStream err) {
        return new Surroundings(
                Map.of(),
                clients,
                MovingClock.create(),
                "0.1.0",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> {});
    }
}
