// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our own identifiers of administrators; the expected ones were made by another implementation of
/// RFC 9562.
final class UserIdsTest {
    @ParameterizedTest
    @CsvSource({
        "keycloak, 8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c, ca274e7d-aea5-5581-85d8-d2d55e894f9a",
        "auth0, auth0|65f1c0ffee, 726be793-f178-527a-bfd0-0a63d35bab99",
        "azure, 3b9d5e3a-1111-2222-3333-444455556666, ee19bbfb-6829-56bd-b1b4-b3cfd44e29f5",
        "prüfer, ä:1, aba2123d-f4d1-5dfe-aec9-831dedbe2e14"
    })
    void neverChange(String provider, String id, UUID expected) {
        assertThat(UserIds.of(provider, id)).isEqualTo(expected);
        assertThat(expected.version()).isEqualTo(5);
    }

    @Test
    void areTheSameForOneObjectIdOfEntraHoweverItIsSpelled() {
        assertThat(UserIds.of("azure", "3B9D5E3A-I")).isEqualTo(UserIds.of("azure", "3b9d5e3a-i"));
        assertThat(UserIds.of("dex", "A")).isNotEqualTo(UserIds.of("dex", "a"));
    }

    @ParameterizedTest
    @CsvSource({"keycloak, auth0, u, u", "a, a:b, b:c, c", "1:a, 1, b, a:b", "ab, a, c, bc"})
    void tellProvidersAndIdentifiersApart(
            String provider, String other, String id, String otherId) {
        assertThat(UserIds.of(provider, id)).isNotEqualTo(UserIds.of(other, otherId));
    }
}
