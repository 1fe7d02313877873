// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In which forms a good token is taken by the management door, and in which it is not (admin.md
/// 1.7).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorizationFieldTest {
    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final TriedDoor door;

    AuthorizationFieldTest(@TempDir Path directory) throws Exception {
        door = TriedDoor.open(directory, TriedDoor.administration(provider));
    }

    @AfterAll
    void close() {
        door.close();
        provider.close();
    }

    private String token() {
        return provider.accessToken().sign(provider.signer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEARER   "})
    void theSchemeIsTakenInAnyCaseAndWithSpacesAfterIt(String scheme) throws Exception {
        door.send(scheme + token()).assertAllowed(StubIdentityProvider.SUBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token ", "Basic ", "Digest ", "DPoP ", "Bearer", "Bearer\t", ""})
    void everyOtherSchemeIsRefused(String scheme) throws Exception {
        door.send(scheme + token()).assertChallenged("malformed_header");
    }

    @Test
    void aSecondFieldIsRefusedEvenWhenItSaysTheSame() throws Exception {
        String field = "Bearer " + token();

        door.send(field, field).assertMalformed("malformed_header");
        door.send(field, "Basic eDp5").assertMalformed("malformed_header");
        door.send("Basic eDp5", "Basic eDp5").assertMalformed("malformed_header");
    }

    @Test
    @Conforms("A-54")
    void noFieldIsChallengedWithoutAnError() throws Exception {
        door.send().assertChallenged("missing");
    }
}
