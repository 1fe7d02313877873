// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Placeholders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The documented configurations of three providers, in both forms, letter for letter but for the
/// placeholders (admin.md checklist 1-5).
final class SeedConfigurationsTest {
    @TempDir private Path directory;

    private static String read(String name) throws IOException {
        try (InputStream resource = SeedConfigurationsTest.class.getResourceAsStream(name)) {
            return Placeholders.filled(
                    new String(
                            Objects.requireNonNull(resource).readAllBytes(),
                            StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak, keycloak, 8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c,"
                + " https://keycloak.example:8443/auth/realms/plant/protocol/openid-connect/certs",
        "auth0, auth0, auth0|65f1c0ffee,"
                + " https://plant.eu.auth0.example/.well-known/openid-configuration",
        "entra, azure, 3b9d5e3a-1111-2222-3333-444455556666,"
                + " https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/discovery/v2.0/keys"
    })
    @Conforms({"A-1", "A-3", "A-4", "A-5"})
    void isAcceptedInBothForms(String file, String provider, String userId, String endpoint)
            throws IOException {
        AdminConfig expected =
                new AdminConfig(
                        provider,
                        URI.create(endpoint),
                        List.of(
                                new AdminUser(
                                        userId,
                                        "Marty",
                                        "McFly",
                                        "mcfly@influxdata.com",
                                        Set.of(UserGroup.ADMIN))),
                        List.of(),
                        List.of(),
                        provider.equals("auth0"));

        for (String form : new String[] {"appinstance", "helm"}) {
            ConfigLoading.Loaded loaded =
                    new ConfigFiles(directory).loaded(read(file + "-" + form + ".yaml"));
            assertThat(loaded.config().admin()).as(form).isEqualTo(expected);
            assertThat(loaded.warnings()).as(form).isEmpty();
        }
    }
}
