// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.keycloak.Realm;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProfileFileTest {
    @Test
    void signsInAtTheRealm() {
        var realm = new Realm(URI.create("http://localhost:8180"), "sluice", "influxctl");

        assertThat(withoutComments(ProfileFile.signingIn(8086, realm)))
                .isEqualTo(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "localhost"
                            port = "8086"

                            [profile.tls]
                                disable = true

                            [profile.auth.oauth2]
                                client_id = "influxctl"
                                device_url = "http://localhost:8180/realms/sluice/protocol/openid-connect/auth/device"
                                token_url = "http://localhost:8180/realms/sluice/protocol/openid-connect/token"
                        """);
    }

    @Test
    void carriesTheAdminToken() {
        assertThat(ProfileFile.withAdminToken(8086, Path.of("/data/token.json")))
                .endsWith(
                        """
                            [profile.auth.token]
                                token_file = "/data/token.json"
                        """);
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?m)^#.*\\R", "");
    }
}
