// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.time.InstantSource;
import java.util.Map;

/// The machine and the process that a server runs in, as far as it may know them.
///
/// @param environment variables
/// @param clock wall time
/// @param version of the program
/// @param processors how many there are
/// @param heapBytesMax how much memory the process may use for objects
public record Host(
        Map<String, String> environment,
        InstantSource clock,
        String version,
        int processors,
        long heapBytesMax) {

    /// Copies the environment.
    public Host {
        environment = Map.copyOf(environment);
    }
}
