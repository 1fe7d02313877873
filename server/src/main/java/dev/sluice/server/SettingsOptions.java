// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.ConfigSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which every command that needs the settings is told where they are.
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "An AppInstance, or a file of the shape of its spec.package.spec.")
    private @Nullable Path configFile;

    @Option(
            names = "--admin-config",
            paramLabel = "FILE",
            description =
                    "Another such file, for the section admin alone, which --config then leaves out.")
    private @Nullable Path adminFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept (setting: sluice.data.directory).")
    private @Nullable String dataDirectory;

    /// The sources of the settings.
    ///
    /// @param more flags of the command itself, by path below `sluice`
    ConfigSource source(Host host, Map<String, String> more) {
        Map<String, String> flags = new LinkedHashMap<>(more);
        if (dataDirectory != null) {
            flags.put("data.directory", dataDirectory);
        }
        return new ConfigSource(configFile, adminFile, host.environment(), flags);
    }
}
