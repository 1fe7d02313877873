// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The two commands of a checkout, as their users start them.
///
/// @param checkout the directory that holds them
/// @param serverJvmOptions how servers' JVMs are to be run beside that, separated by blanks;
///   usually empty
public record Programs(Path checkout, String serverJvmOptions) {
    /// Keeps a command from building first: whoever starts it has done so.
    private static final String NO_BUILD = "SLUICE_NO_BUILD";

    private static final String JVM_OPTIONS = "SLUICE_JVM_OPTIONS";

    public Programs {
        checkout = checkout.toAbsolutePath().normalize();
    }

    public Programs(Path checkout) {
        this(checkout, "");
    }

    /// `./sluice`.
    public Path sluice() {
        return require("sluice");
    }

    /// `./influxctl`.
    public Path influxctl() {
        return require("influxctl");
    }

    /// Where downloads are kept, shared by all installations and tests of the checkout.
    public Path cache() {
        return checkout.resolve(".sluice/cache");
    }

    /// What both commands find in their environment.
    Map<String, String> environment() {
        return Map.of(NO_BUILD, "1", "JAVA_HOME", System.getProperty("java.home"));
    }

    /// What `./sluice serve` finds in its environment.
    Map<String, String> serverEnvironment() {
        var environment = new HashMap<>(environment());
        environment.put(JVM_OPTIONS, serverJvmOptions);
        return environment;
    }

    private Path require(String name) {
        Path program = checkout.resolve(name);
        if (!Files.isExecutable(program)) {
            throw Problem.unavailable(
                            "program_missing",
                            "no command %s; start from a checkout of Sluice".formatted(program))
                    .asException();
        }
        return program;
    }
}
