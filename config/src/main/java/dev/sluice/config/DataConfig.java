// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;

/// `sluice.data`: where everything is kept.
///
/// @param directory holds catalog, log, files, secrets and audit log; relative to the working
///   directory
public record DataConfig(Path directory) {
    /// Beside where the server was started.
    public static final String DIRECTORY_DEFAULT = "sluice-data";
}
