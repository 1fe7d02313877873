// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/// The command line of `sluice` to look at: what manual pages are made from.
public final class CommandReference {
    private CommandReference() {}

    /// The command line, knowing nothing of any surroundings. It is not to be executed.
    public static CommandLine commandLine() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Host host = new Host(Map.of(), InstantSource.system(), "", 1, 0);
        return Program.commandLine(new Surroundings(host, nowhere, nowhere, () -> {}));
    }
}
