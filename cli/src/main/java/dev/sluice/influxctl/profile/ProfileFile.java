// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import dev.sluice.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Everything that a configuration file says.
///
/// @param path where it was read
/// @param profiles in the file's order, names unique
/// @param warnings sentences for the user about what was put right silently otherwise
public record ProfileFile(Path path, List<Profile> profiles, List<String> warnings) {

    /// Copies both lists.
    public ProfileFile {
        profiles = List.copyOf(profiles);
        warnings = List.copyOf(warnings);
    }

    /// The profile of that name; throws `unknown_profile`, which lists the names there are.
    public Profile require(String name) {
        return profiles.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name).asException());
    }

    private Problem unknown(String name) {
        String known =
                profiles.stream()
                        .map(profile -> "\"" + profile.name() + "\"")
                        .collect(Collectors.joining(", "));
        String sentence = "profile \"" + name + "\" is not in " + path;
        return Problem.notFound(
                "unknown_profile",
                known.isEmpty()
                        ? sentence + ", which holds no [[profile]] at all"
                        : sentence + "; it holds " + known + ": choose one with --profile");
    }
}
