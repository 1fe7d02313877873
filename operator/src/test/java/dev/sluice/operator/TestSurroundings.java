// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.MovingClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What surrounds a command of the program in tests.
final class TestSurroundings {
    private TestSurroundings() {}

    /// No variables, and a client of a test's API server.
    static Surroundings of(ApiServer api, OutputStream out, OutputStream err) {
        return new Surroundings(
                Map.of(),
                api::connect,
                MovingClock.create(),
                "0.1.0",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> {});
    }
}
