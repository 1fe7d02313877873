// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the settings of one server come from; the files may be read again and again.
///
/// @param file null when there is none
/// @param adminFile holds the section `admin` in place of `file` (admin.md 1.10); null when there
///   is none
/// @param environment variables, as of the start of the process
/// @param flags by path below `sluice`, as of the start of the process
public record ConfigSource(
        @Nullable Path file,
        @Nullable Path adminFile,
        Map<String, String> environment,
        Map<String, String> flags) {

    /// Copies the maps.
    public ConfigSource {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /// Everything from one file.
    public ConfigSource(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        this(file, null, environment, flags);
    }

    /// The files that there are, for whoever watches them.
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (file != null) {
            files.add(file);
        }
        if (adminFile != null) {
            files.add(adminFile);
        }
        return files;
    }

    /// Loads what the sources say now, as [ConfigLoader] does.
    public ConfigLoading load() {
        return ConfigLoader.load(this);
    }
}
