// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.process.Progress;
import java.io.PrintStream;

/// Where a command speaks.
///
/// @param results standard output: what the person asked for
/// @param talk standard error: progress and errors
/// @param terminal whether `talk` is a terminal
record Console(PrintStream results, PrintStream talk, boolean terminal) {

    /// Shows how the command gets on.
    Progress progress() {
        return new Progress(talk, terminal);
    }
}
