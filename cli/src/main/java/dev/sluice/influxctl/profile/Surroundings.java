// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the program finds around itself: environment variables, the home directory, the system.
/// Read once by `Main`; nothing else asks the JVM.
///
/// @param environment variables by name
/// @param home the user's home directory
/// @param system decides the default directories
public record Surroundings(Map<String, String> environment, Path home, OperatingSystem system) {

    /// Copies the environment.
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// The value of a variable, null when it is unset or blank.
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// Where `config.toml` lies unless something else is named (admin.md 3.3).
    public Path defaultConfigFile() {
        Path directory =
                switch (system) {
                    case LINUX -> directory("XDG_CONFIG_HOME", home.resolve(".config"));
                    case MAC -> home.resolve("Library").resolve("Application Support");
                    case WINDOWS -> directory("APPDATA", home.resolve("AppData/Roaming"));
                };
        return directory.resolve("influxctl").resolve("config.toml");
    }

    /// Where tokens are kept between runs (admin.md 3.4).
    public Path cacheDirectory() {
        Path directory =
                switch (system) {
                    case LINUX -> directory("XDG_CACHE_HOME", home.resolve(".cache"));
                    case MAC -> home.resolve("Library").resolve("Caches");
                    case WINDOWS -> directory("LOCALAPPDATA", home.resolve("AppData/Local"));
                };
        return directory.resolve("influxctl");
    }

    /// `text` as a path, a leading `~` replaced by the home directory.
    public Path path(String text) {
        if (text.equals("~")) {
            return home;
        }
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }

    private Path directory(String variable, Path otherwise) {
        String value = variable(variable);
        return value == null ? otherwise : Path.of(value);
    }
}
