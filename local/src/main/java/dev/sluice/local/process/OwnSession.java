// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Takes a program out of the caller's terminal session, so that neither Ctrl-C nor the end of the
/// terminal reaches it. Where the system has no `setsid` (macOS) the program stays in the session.
final class OwnSession {
    /// Reads as an empty input.
    static final Path NO_INPUT = Path.of("/dev/null");

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private OwnSession() {}

    /// The command that runs `command` in a session of its own, under the same process id.
    static List<String> of(List<String> command) {
        return Files.isExecutable(SETSID)
                ? Stream.concat(Stream.of(SETSID.toString()), command.stream()).toList()
                : command;
    }
}
