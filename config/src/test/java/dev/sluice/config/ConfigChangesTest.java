// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigChangesTest {
    private static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/certs
              users: []
            """;

    @TempDir private Path directory;

    private ConfigChanges between(String before, String after) {
        ConfigFiles files = new ConfigFiles(directory);
        return ConfigChanges.between(files.loaded(before).config(), files.loaded(after).config());
    }

    @Test
    void namesNothingWhenOnlyTheTextDiffers() {
        ConfigChanges changes = between(ADMIN, "# with a comment\n" + ADMIN);

        assertThat(changes.live()).isEmpty();
        assertThat(changes.afterRestart()).isEmpty();
    }

    @Test
    void namesEachKeyOfTheAdministration() {
        String after =
                """
                admin:
                  identityProvider: auth0
                  jwksEndpoint: https://other.example/certs
                  users:
                    - {id: "1", firstName: A, lastName: L, email: a}
                  issuer: https://other.example
                  audiences: [sluice]
                """;

        assertThat(between(ADMIN, after).live())
                .containsExactly(
                        "admin.identityProvider",
                        "admin.jwksEndpoint",
                        "admin.users",
                        "admin.issuer",
                        "admin.audiences",
                        "admin.acceptIdTokens");
    }

    @Test
    void namesTheSectionThatCameOrWent() {
        assertThat(between("{}", ADMIN).live()).containsExactly("admin");
        assertThat(between(ADMIN, "{}").live()).containsExactly("admin");
    }

    @Test
    void namesTheSettingsOfAccessThatAreLive() {
        ConfigChanges changes =
                between(
                        "{}",
                        "sluice: {access: {adminTokenDataAccess: false, clockSkewSeconds: 1}}\n");

        assertThat(changes.live())
                .containsExactly(
                        "sluice.access.adminTokenDataAccess", "sluice.access.clockSkewSeconds");
        assertThat(changes.afterRestart()).isEmpty();
    }

    @Test
    void namesTheBundleOfAuthorities() {
        ConfigChanges changes = between("{}", "sluice: {egress: {certificateFile: ca.pem}}\n");

        assertThat(changes.live()).containsExactly("sluice.egress");
        assertThat(changes.afterRestart()).isEmpty();
    }

    @Test
    void theCertificateOfThePortNeedsARestart() {
        ConfigChanges changes =
                between("{}", "sluice: {http: {tlsCertificateFile: c, tlsKeyFile: k}}\n");

        assertThat(changes.live()).isEmpty();
        assertThat(changes.afterRestart()).containsExactly("sluice.http");
    }

    @Test
    void theCollectorNeedsARestart() {
        ConfigChanges changes =
                between(
                        "{}",
                        "components: {garbage-collector: {template: {containers: {iox: {env:"
                                + " {INFLUXDB_IOX_GC_TABLE_LIMIT: 7}}}}}}\n");

        assertThat(changes.live()).isEmpty();
        assertThat(changes.afterRestart()).containsExactly("components.garbage-collector");
    }

    @Test
    void namesTheSectionsThatNeedARestart() {
        ConfigChanges changes =
                between(
                        "{}",
                        """
                        sluice:
                          http: {port: 1}
                          data: {directory: other}
                          log: {objectMillis: 7}
                          ingest: {flushIntervalSeconds: 1}
                          write: {bodyBytesMax: 1}
                          query: {threads: 1}
                          access: {keyDirectory: k, adminTokenAudience: 00000000-0000-0005-0000-000000000006}
                          audit: {filesMax: 1}
                          metrics: {port: 1}
                        """);

        assertThat(changes.live()).isEmpty();
        assertThat(changes.afterRestart())
                .containsExactly(
                        "sluice.http",
                        "sluice.access.keyDirectory",
                        "sluice.access.adminTokenAudience",
                        "sluice.data",
                        "sluice.log",
                        "sluice.ingest",
                        "sluice.write",
                        "sluice.query",
                        "sluice.audit",
                        "sluice.metrics");
    }
}
