// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says which installation a command is about.
final class Place {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "where everything is kept (.sluice in the checkout)")
    private @Nullable Path directory;

    /// The installation that was named, or the checkout's own.
    Layout layout(Programs programs) {
        return directory == null ? Layout.of(programs) : new Layout(directory);
    }
}
