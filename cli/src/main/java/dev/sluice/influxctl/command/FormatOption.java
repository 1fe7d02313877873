// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Format;
import picocli.CommandLine.Option;

/// `--format`, for every command that prints data.
final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            converter = Choices.FormatConverter.class,
            description = "Output format (${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    Format format() {
        return format;
    }
}
