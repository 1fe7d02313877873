// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.BufferedReader;
import java.io.IOException;

/// Waits for the line by which a server says that it is ready.
public final class ReadyLine {
    private ReadyLine() {}

    /// Reads what a process says, and goes on reading it afterwards, so that it never waits for a
    /// reader.
    ///
    /// @param name of the server, as a sentence begins with it
    /// @param ready a part of the line
    /// @throws IOException when it ends before, with all that it said
    public static void await(Process process, String name, String ready) throws IOException {
        BufferedReader words = process.inputReader();
        StringBuilder said = new StringBuilder();
        String line = words.readLine();
        while (line != null && !line.contains(ready)) {
            said.append(line).append('\n');
            line = words.readLine();
        }
        if (line == null) {
            throw new IOException(name + " ended while starting:\n" + said);
        }
        // Reading a pipe holds the carrier of a virtual thread, and there may be two of them only.
        Thread.ofPlatform().daemon().start(() -> words.lines().forEach(_ -> {}));
    }
}
