// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/// The server that is under test, in a process of its own.
public final class SluiceProgram {
    /// How it is started.
    public static final List<String> SERVE =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.sluice.server.Main",
                    "serve");

    private SluiceProgram() {}
}
