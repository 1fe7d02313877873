// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.oidc.InternalJwt;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of the admin token, and what becomes of the token when they change.
final class AdminTokensTest {
    private static final UUID CLUSTER = new UUID(5, 6);

    @TempDir private Path parent;
    private final MovingClock clock = MovingClock.at(Instant.parse("2026-03-01T12:00:00.9Z"));
    private Path directory = Path.of("unset");

    @BeforeEach
    void usePreparedKeys() throws IOException {
        directory = parent.resolve("secrets");
        PreparedKeys.copyTo(directory);
    }

    private AdminTokens open() {
        return open(directory, CLUSTER);
    }

    private AdminTokens open(Path secrets, UUID cluster) {
        return AdminTokens.open(new AdminTokenFiles(secrets), cluster, null, clock);
    }

    private String token() throws IOException {
        return AdminTokenText.in(directory);
    }

    private static void assertGenuine(AdminTokens tokens, String token) {
        assertThat(tokens.verify(token)).isInstanceOf(InternalJwt.Verdict.Genuine.class);
    }

    @Test
    void makesKeysAndTokenAtFirstOpen() throws IOException {
        Path fresh = parent.resolve("fresh");

        AdminTokens tokens = open(fresh, CLUSTER);

        String json = Files.readString(fresh.resolve("token.json"));
        assertThat(json)
                .startsWith("{\"access_token\":\"ey")
                .endsWith("\",\"token_type\":\"Bearer\",\"expiry\":\"2036-03-01T12:00:00Z\"}\n");
        assertGenuine(tokens, AdminTokenText.in(fresh));
        assertThat(Files.readString(fresh.resolve("rsa-keys/privateKey")))
                .startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(fresh.resolve("rsa-keys/publicKey")))
                .startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void followingMakesNothingAndTakesWhatComes() throws IOException {
        Path kept = parent.resolve("kept");
        AdminTokenFiles files = new AdminTokenFiles(parent.resolve("own"), kept);
        AdminTokens tokens = AdminTokens.follow(files, CLUSTER, null, clock);

        assertThat(tokens.usable()).isFalse();
        assertThat(kept).doesNotExist();
        assertThat(files.directory()).doesNotExist();

        Files.move(directory.resolve("rsa-keys"), kept);
        assertThat(tokens.reload()).isEqualTo(AdminTokens.KeyChange.REPLACED);
        assertThat(files.makeToken(null, CLUSTER, clock)).isTrue();
        assertGenuine(tokens, AdminTokenText.in(files.directory()));
    }

    @Test
    void tokenSaysWhatTheSpecificationSays() throws IOException {
        open();

        String[] parts = token().split("\\.", -1);
        String keyId = Files.readString(directory.resolve("rsa-keys/id")).strip();
        assertThat(decoded(parts[0]))
                .contains("\"alg\":\"RS256\"", "\"typ\":\"JWT\"", "\"kid\":\"" + keyId + "\"");
        assertThat(decoded(parts[1]))
                .contains(
                        "\"iss\":\"influxdb-clustered\"",
                        "\"sub\":\"admin-token\"",
                        "\"aud\":\"" + CLUSTER + "\"",
                        "\"iat\":" + Instant.parse("2026-03-01T12:00:00Z").getEpochSecond(),
                        "\"exp\":" + Instant.parse("2036-03-01T12:00:00Z").getEpochSecond(),
                        "\"jti\":\"");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    @Test
    void onlyTheirOwnerReadsTheFiles() throws IOException {
        Path fresh = parent.resolve("fresh");
        open(fresh, CLUSTER);

        try (var paths = Files.walk(fresh)) {
            for (Path path : paths.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void keepsKeysAndTokenWhenReopened() throws IOException {
        open();
        String before = token();

        AdminTokens reopened = open();

        assertThat(token()).isEqualTo(before);
        assertGenuine(reopened, before);
    }

    @Test
    void makesAnotherTokenWhenTheFileIsGone() throws IOException {
        open();
        String before = token();
        Files.delete(directory.resolve("token.json"));

        AdminTokens reopened = open();

        assertThat(token()).isNotEqualTo(before);
        assertGenuine(reopened, before);
        assertGenuine(reopened, token());
    }

    @Test
    @Conforms("A-70")
    void newKeysEndTheOldToken() throws IOException {
        open();
        String before = token();
        PreparedKeys.remove(directory);

        AdminTokens reopened = open();

        assertThat(reopened.verify(before)).isInstanceOf(InternalJwt.Verdict.Rejected.class);
        assertGenuine(reopened, token());
    }

    @Test
    void tokenOfAnotherClusterIsReplaced() throws IOException {
        open(directory, new UUID(9, 9));
        String other = token();

        AdminTokens tokens = open();

        assertThat(tokens.verify(other))
                .isEqualTo(new InternalJwt.Verdict.Rejected("bad_audience"));
        assertGenuine(tokens, token());
    }

    @Test
    void replacesTokenFileThatIsDamaged() throws IOException {
        Files.writeString(directory.resolve("token.json"), "{}");

        assertGenuine(open(), token());
    }

    @Test
    void rememberedTokenEndsAtExpiryToo() throws IOException {
        AdminTokens tokens = open();
        String token = token();
        assertGenuine(tokens, token);
        assertGenuine(tokens, token);

        clock.advance(Duration.between(clock.instant(), Instant.parse("2036-03-01T12:00:00Z")));

        assertThat(tokens.verify(token)).isEqualTo(new InternalJwt.Verdict.Rejected("expired"));
    }

    @Test
    void rememberingOneTokenLetsNoOtherIn() throws IOException {
        AdminTokens tokens = open();
        assertGenuine(tokens, token());

        String forged = token().substring(0, token().length() - 4) + "AAAA";

        assertThat(tokens.verify(forged))
                .isEqualTo(new InternalJwt.Verdict.Rejected("bad_signature"));
    }

    @Test
    void namesTheDirectoryThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> open(file, CLUSTER))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void namesTheKeyFileThatIsDamaged() throws IOException {
        Files.writeString(directory.resolve("rsa-keys/publicKey"), "nonsense");

        assertThatThrownBy(this::open)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("publicKey is not a PEM text");
    }
}
