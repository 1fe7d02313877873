// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.AdminTokens.KeyChange;
import dev.sluice.config.InternalSigningKey;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import dev.sluice.oidc.Verification;
import dev.sluice.oidc.VerifiedIdentity;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Revoking and renewing the admin token while requests come in (admin.md 2.2 and 2.4).
final class LiveAdminTokenTest {
    @TempDir private Path directory;
    private Gate gate;
    private AdminTokenFiles files = new AdminTokenFiles(Path.of("unset"));
    private UUID cluster = new UUID(0, 0);

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        files = new AdminTokenFiles(directory);
        cluster = gate.catalog.snapshot().clusterId();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision<?> administer(String token) {
        return gate.administration(token, Operation.LIST_TOKENS);
    }

    @Test
    @Conforms("A-72")
    void removedKeysEndTheTokenAtOnce() throws IOException {
        String token = gate.adminToken();
        assertThat(administer(token)).isInstanceOf(Decision.Allowed.class);
        PreparedKeys.remove(directory);

        assertThat(gate.adminTokens.reload()).isEqualTo(KeyChange.GONE);

        assertThat(gate.adminTokens.usable()).isFalse();
        assertThat(administer(token))
                .isEqualTo(new Decision.Unauthenticated<>("unknown_key", true));
        assertThat(gate.database(token, Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("unknown_key"));
    }

    @Test
    @Conforms("A-72")
    void removedKeysLeaveThoseWhoSignInAlone() throws IOException {
        gate.list(
                "keycloak",
                "u-1",
                Set.of(UserGroup.ADMIN),
                new Verification.Verified(
                        new VerifiedIdentity(
                                "https://id.example",
                                "u-1",
                                "ada",
                                gate.clock.instant().plusSeconds(60),
                                VerifiedIdentity.TokenKind.ACCESS_TOKEN)));
        PreparedKeys.remove(directory);
        assertThat(gate.adminTokens.reload()).isEqualTo(KeyChange.GONE);

        assertThat(administer("eyJ.of.provider")).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    @Conforms("A-70")
    void otherKeysEndTheOldTokenAndLetTheNewOneIn() throws IOException {
        String before = gate.adminToken();
        PreparedKeys.remove(directory);
        Files.delete(files.tokenFile());
        assertThat(files.makeKeys()).isTrue();
        assertThat(files.makeToken(null, cluster, gate.clock)).isTrue();

        assertThat(gate.adminTokens.reload()).isEqualTo(KeyChange.REPLACED);

        assertThat(administer(before)).isInstanceOf(Decision.Unauthenticated.class);
        assertThat(administer(gate.adminToken())).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void damagedKeysLetNobodyInUntilTheyAreMended() throws IOException {
        String token = gate.adminToken();
        Path publicKey = directory.resolve("rsa-keys/publicKey");
        String good = Files.readString(publicKey);
        Files.writeString(publicKey, "nonsense");

        assertThatThrownBy(() -> gate.adminTokens.reload())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("remove the directory and make it anew");
        assertThat(administer(token)).isInstanceOf(Decision.Unauthenticated.class);

        Files.writeString(publicKey, good);
        assertThat(gate.adminTokens.reload()).isEqualTo(KeyChange.REPLACED);
        assertThat(administer(token)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void readingTheSameKeysAgainIsNoChange() {
        assertThat(gate.adminTokens.reload()).isEqualTo(KeyChange.NONE);
    }

    @Test
    @Conforms({"A-65", "A-66"})
    void bothJobsMayBeRepeated() throws IOException {
        String key = Files.readString(directory.resolve("rsa-keys/privateKey"));
        String token = gate.adminToken();

        assertThat(files.makeKeys()).isFalse();
        assertThat(files.makeToken(null, cluster, gate.clock)).isFalse();

        assertThat(Files.readString(directory.resolve("rsa-keys/privateKey"))).isEqualTo(key);
        assertThat(gate.adminToken()).isEqualTo(token);
    }

    @Test
    void neverOverwritesAPartOfAKeyPair() throws IOException {
        Files.delete(directory.resolve("rsa-keys/id"));
        String key = Files.readString(directory.resolve("rsa-keys/privateKey"));

        assertThatThrownBy(files::makeKeys)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("holds a part of a key pair");

        assertThat(Files.readString(directory.resolve("rsa-keys/privateKey"))).isEqualTo(key);
        try (var left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.contains("draft"));
        }
    }

    @Test
    void aTokenNeedsAKeyPair() throws IOException {
        PreparedKeys.remove(directory);

        assertThatThrownBy(() -> files.makeToken(null, cluster, gate.clock))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("make it with `sluice key-gen` first");
    }

    @Test
    @Conforms("A-75")
    void theConfiguredKeyPairSignsInPlaceOfThatOfTheFiles() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        AdminTokens tokens =
                AdminTokens.open(
                        new AdminTokenFiles(elsewhere),
                        cluster,
                        new InternalSigningKey(
                                PreparedKeys.text("id").strip(),
                                Secret.of(PreparedKeys.text("privateKey")),
                                PreparedKeys.text("publicKey")),
                        gate.clock);

        assertThat(elsewhere.resolve("rsa-keys")).doesNotExist();
        assertThat(tokens.verify(AdminTokenText.in(elsewhere)))
                .isInstanceOf(InternalJwt.Verdict.Genuine.class);
        assertThat(tokens.use(null)).isEqualTo(KeyChange.GONE);
    }

    @Test
    void refusesAConfiguredTextThatIsNoKeyAndKeepsTheOneBefore() throws IOException {
        InternalSigningKey wrong =
                new InternalSigningKey("k", Secret.of("not-to-be-told"), "nor this");

        assertThatThrownBy(() -> gate.adminTokens.use(wrong))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "admin.internalSigningKey cannot be used: publicKey is not a PEM text with a"
                                + " PUBLIC KEY");

        assertThat(administer(gate.adminToken())).isInstanceOf(Decision.Allowed.class);
    }
}
