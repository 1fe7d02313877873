// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the settings of one server come from; the file may be read again and again.
///
/// @param file null when there is none
/// @param environment variables, as of the start of the process
/// @param flags by path below `sluice`, as of the start of the process
public record ConfigSource(
        @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {

    /// Copies the maps.
    public ConfigSource {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /// Loads what the sources say now, as [ConfigLoader] does.
    public ConfigLoading load() {
        return ConfigLoader.load(file, environment, flags);
    }
}
