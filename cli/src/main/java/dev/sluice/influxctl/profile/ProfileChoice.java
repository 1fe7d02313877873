// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which file and which profile in it the user means: flags first, then `INFLUXCTL_PROFILE`, then
/// the defaults (admin.md 3.3).
///
/// @param file the configuration file
/// @param name the profile's name
public record ProfileChoice(Path file, String name) {
    /// The profile that is used when nothing else is said.
    public static final String DEFAULT_NAME = "default";

    /// Names a profile, or a configuration file when the value looks like a path.
    public static final String VARIABLE = "INFLUXCTL_PROFILE";

    /// Decides from the two global flags, each null when it was not given.
    public static ProfileChoice of(
            @Nullable String configFlag, @Nullable String profileFlag, Surroundings around) {
        String variable = around.variable(VARIABLE);
        if (variable == null) {
            return new ProfileChoice(
                    configFlag == null ? around.defaultConfigFile() : around.path(configFlag),
                    profileFlag == null ? DEFAULT_NAME : profileFlag);
        }
        boolean isPath = looksLikePath(variable);
        Path otherwise = isPath ? around.path(variable) : around.defaultConfigFile();
        String otherName = isPath ? DEFAULT_NAME : variable;
        return new ProfileChoice(
                configFlag == null ? otherwise : around.path(configFlag),
                profileFlag == null ? otherName : profileFlag);
    }

    private static boolean looksLikePath(String value) {
        return value.toLowerCase(Locale.ROOT).endsWith(".toml")
                || value.contains("/")
                || value.contains("\\");
    }
}
