// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

/// How much the program tells of what it does, which the command line says (admin.md 3.1). Says
/// nothing until told otherwise. Safe for many threads.
public final class Verbosity {
    private volatile boolean debug;
    private volatile boolean trace;

    /// Chooses, for the rest of the run.
    ///
    /// @param debug tell what is done
    /// @param trace tell also what is asked of whom, which includes the former
    public void choose(boolean debug, boolean trace) {
        this.debug = debug || trace;
        this.trace = trace;
    }

    /// Whether to tell what is done.
    public boolean debug() {
        return debug;
    }

    /// Whether to tell what is asked of whom.
    public boolean trace() {
        return trace;
    }
}
