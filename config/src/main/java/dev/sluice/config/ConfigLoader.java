// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the configuration from all its sources and checks it whole, so that a person learns of
/// every mistake at once. Keeps nothing between calls.
public final class ConfigLoader {
    private ConfigLoader() {}

    /// Loads and checks. A later source wins: defaults, the file, the environment, flags.
    ///
    /// @param file an AppInstance, or a bare file of the shape of its `spec.package.spec` or of the
    ///   Helm values; null when there is none
    /// @param environment variables `SLUICE_…`: the path below `sluice` in capitals, such as
    ///   `SLUICE_HTTP_BIND_ADDRESS` for `http.bindAddress`; others are ignored
    /// @param flags by path below `sluice`, such as `http.port`
    public static ConfigLoading load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        Findings findings = new Findings(file == null ? "configuration" : file.toString());
        Section section = file == null ? null : YamlFile.read(file, findings);
        Section admin = section == null ? null : section.findSection("admin");
        Section sluice = section == null ? null : section.findSection("sluice");
        AdminConfig adminConfig = admin == null ? null : AdminReader.read(admin, findings);
        InternalSigningKey signingKey =
                admin == null ? null : InternalSigningKeyReader.read(admin, findings);
        SluiceConfig sluiceConfig =
                SluiceReader.read(new Settings(sluice, environment, flags, findings), findings);
        return findings.problems().isEmpty()
                ? new ConfigLoading.Loaded(
                        new ServerConfig(adminConfig, signingKey, sluiceConfig),
                        findings.warnings())
                : new ConfigLoading.Refused(findings.problems());
    }
}
