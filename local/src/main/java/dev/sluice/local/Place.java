// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command takes: which installation it is about, and `--help`.
final class Place {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "where everything is kept (.sluice in the checkout)")
    private @Nullable Path directory;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and do nothing")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    /// The installation that was named, or the checkout's own.
    Layout layout(Programs programs) {
        return directory == null ? Layout.of(programs) : new Layout(directory);
    }
}
