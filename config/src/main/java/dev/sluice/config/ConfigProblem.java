// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// One thing that is wrong, or doubtful, in the configuration.
///
/// @param source where it was read: a file, an environment variable, a flag
/// @param line in the file, counted from 1; 0 where there is none
/// @param key the path of the setting, such as `admin.users[2].email`; empty for the whole source
/// @param message one sentence that begins with the key where there is one
public record ConfigProblem(String source, int line, String key, String message) {

    /// As a person wants it: `server.yaml:12: admin.users[2].email is required`.
    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
