// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.PrintStream;

/// What a command line is given from outside; tests give something else.
///
/// @param host machine and process
/// @param out for results
/// @param err for complaints
/// @param end tells when to stop
/// @param terminal whether somebody looks at `out`
record Surroundings(Host host, PrintStream out, PrintStream err, End end, boolean terminal) {

    /// Without a terminal.
    Surroundings(Host host, PrintStream out, PrintStream err, End end) {
        this(host, out, err, end, false);
    }

    /// Tells when it is time to stop.
    @FunctionalInterface
    interface End {
        /// Returns when the process is told to end.
        void await() throws InterruptedException;
    }
}
