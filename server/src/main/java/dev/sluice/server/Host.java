// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The machine and the process that a server runs in, as far as it may know them.
///
/// @param environment variables
/// @param clock wall time
/// @param version of the program
/// @param processors how many there are
/// @param heapBytesMax how much memory the process may use for objects
/// @param end completed when the process is told to end
public record Host(
        Map<String, String> environment,
        InstantSource clock,
        String version,
        int processors,
        long heapBytesMax,
        CompletableFuture<?> end) {

    /// Copies the environment.
    public Host {
        environment = Map.copyOf(environment);
    }

    /// Never told to end.
    public Host(
            Map<String, String> environment,
            InstantSource clock,
            String version,
            int processors,
            long heapBytesMax) {
        this(environment, clock, version, processors, heapBytesMax, new CompletableFuture<>());
    }

    /// The same machine and process, where it is told to end.
    Host until(CompletableFuture<?> told) {
        return new Host(environment, clock, version, processors, heapBytesMax, told);
    }
}
