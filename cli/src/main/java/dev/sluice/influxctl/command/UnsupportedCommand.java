// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.model.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// A command that the other product lines have and that this one refuses, whatever its arguments,
/// before anything is read or asked (admin.md 3.2).
@Command(description = "Not supported by InfluxDB Clustered.")
final class UnsupportedCommand implements Callable<Integer> {
    /// Takes whatever follows, flags too.
    static CommandLine line() {
        return new CommandLine(new UnsupportedCommand()).setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        throw Problem.invalid("unsupported", "not supported by InfluxDB Clustered").asException();
    }
}
