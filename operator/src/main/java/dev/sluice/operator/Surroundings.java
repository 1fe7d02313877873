// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// What a command line is given from outside; tests give something else.
///
/// @param environment variables
/// @param clients connects to the API server that the surroundings name
/// @param clock wall time
/// @param version of the program
/// @param out for results
/// @param err for complaints
/// @param end tells when to stop
record Surroundings(
        Map<String, String> environment,
        Supplier<KubernetesClient> clients,
        InstantSource clock,
        String version,
        PrintStream out,
        PrintStream err,
        End end) {

    /// Copies the environment.
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /// Tells when it is time to stop.
    @FunctionalInterface
    interface End {
        /// Returns when the process is told to end.
        void await() throws InterruptedException;
    }
}
