// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the configuration from all its sources and checks it whole.
public final class ConfigLoader {
    private ConfigLoader() {}

    /// Loads and checks. A later source wins: defaults, the file, the environment, flags.
    ///
    /// @param file an AppInstance, or a bare file of the shape of its `spec.package.spec` or of the
    ///   Helm values; null when there is none
    /// @param environment variables `SLUICE_…`: the path below `sluice` in capitals, such as
    ///   `SLUICE_HTTP_BIND_ADDRESS`; others are ignored
    /// @param flags by path below `sluice`, such as `http.port`
    public static ConfigLoading load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        throw new UnsupportedOperationException();
    }
}
