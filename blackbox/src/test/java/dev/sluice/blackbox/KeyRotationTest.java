// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A realm changes its keys twice under a running server, and takes the first one back (admin.md
/// 1.6). The story is played once; each test looks at one answer of it.
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyRotationTest {
    private static final Person LISTED =
            new Person("jennifer", "Jennifer", "Parker", Secret.of("password-of-jennifer"));

    private final Answer firstKeyAlone;
    private final Answer secondKeyAfterRotation;
    private final Answer firstKeyAfterRotation;
    private final Answer thirdKeyAfterRemoval;
    private final Answer firstKeyAfterRemoval;

    KeyRotationTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        Realm realm = provider.realm("rotation");
        RealmControls controls = provider.controls(realm);
        var user =
                new User(provider.admit(realm, LISTED), "Jennifer", "Parker", "parker@example.com");
        String firstKey = controls.rotateKeys();
        Secret first = DeviceSignIn.of(realm, LISTED).access();
        var administration = new Administration(realm.jwksEndpoint(), List.of(user));
        try (Cluster cluster = Cluster.start(directory, administration, "")) {
            var bearers = new Bearers(cluster);
            firstKeyAlone = bearers.present(first);

            controls.rotateKeys();
            secondKeyAfterRotation = bearers.present(DeviceSignIn.of(realm, LISTED).access());
            firstKeyAfterRotation = bearers.present(first);

            controls.removeKey(firstKey);
            controls.rotateKeys();
            thirdKeyAfterRemoval = bearers.present(DeviceSignIn.of(realm, LISTED).access());
            firstKeyAfterRemoval = bearers.present(first);
        }
    }

    @Test
    @Conforms("A-31")
    void takesTokensOfANewKeyWithoutARestart() {
        assertThat(firstKeyAlone.status()).as(firstKeyAlone.reason()).isEqualTo(200);
        assertThat(secondKeyAfterRotation.status())
                .as(secondKeyAfterRotation.reason())
                .isEqualTo(200);
        assertThat(thirdKeyAfterRemoval.status()).as(thirdKeyAfterRemoval.reason()).isEqualTo(200);
    }

    @Test
    void takesTokensOfAnEarlierKeyThatIsStillPublished() {
        assertThat(firstKeyAfterRotation.status())
                .as(firstKeyAfterRotation.reason())
                .isEqualTo(200);
    }

    @Test
    @Conforms("A-33")
    void refusesTokensOfAKeyThatIsNotPublishedAnyMore() {
        assertThat(firstKeyAfterRemoval.status()).isEqualTo(401);
        assertThat(firstKeyAfterRemoval.reason()).isEqualTo("unknown_key");
    }
}
