// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.bench.measure.Report;
import java.io.PrintStream;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// How each bench takes its numbers and tells its report.
final class Telling {
    @Option(names = "--format", paramLabel = "table|json", description = "how to tell it (table)")
    private Format format = Format.TABLE;

    /// Tells a report.
    ///
    /// @param table what people get of it
    void tell(PrintStream out, Report report, Function<Report, String> table) {
        switch (format) {
            case TABLE -> out.print(table.apply(report));
            case JSON -> out.println(report.json());
        }
    }

    /// Refuses a number out of bounds.
    static void check(CommandSpec spec, String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: %d (from %d to %d)".formatted(option, value, min, max));
        }
    }
}
