// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.TokenSet;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept between runs, and how safely (admin.md 3.4).
final class TokenCacheTest {
    private static final TokenSet TOKENS =
            new TokenSet(
                    Secret.of("eyJ.a.b"),
                    "Bearer",
                    Secret.of("refresh"),
                    Secret.of("eyJ.c.d"),
                    Instant.parse("2026-03-01T12:05:00Z"));
    private static final CacheKey KEY = CacheKey.of("default", "host:8086", client("influxctl"));

    @TempDir private Path parent;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final MovingClock clock = MovingClock.create();

    @Test
    void givesBackWhatItKept() {
        cache().store(KEY, TOKENS);

        assertThat(cache().find(KEY)).isEqualTo(TOKENS);
    }

    @Test
    void hasNothingBeforeTheFirstSignIn() {
        assertThat(cache().find(KEY)).isNull();
        assertThat(err.size()).isZero();
    }

    @Test
    @Conforms("A-92")
    void isReadableByItsOwnerOnly() throws IOException {
        cache().store(KEY, TOKENS);

        assertThat(modes(directory())).isEqualTo("rwx------");
        assertThat(modes(only(".json"))).isEqualTo("rw-------");
    }

    @Test
    void tellsWhyItCannotBeUsed() throws IOException {
        Files.createDirectories(directory().getParent());
        Files.createFile(directory());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> cache().store(KEY, TOKENS))
                .withMessageContaining(
                        "("
                                + directory()
                                + ": something that is no directory is in the way); make it yours");
    }

    @Test
    void narrowsADirectoryThatWasOpenToOthers() throws IOException {
        Files.createDirectories(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));

        cache().store(KEY, TOKENS);

        assertThat(modes(directory())).isEqualTo("rwx------");
    }

    @Test
    void narrowsAFileThatWasOpenToOthersByReplacingIt() throws IOException {
        cache().store(KEY, TOKENS);
        Files.setPosixFilePermissions(only(".json"), PosixFilePermissions.fromString("rw-r--r--"));

        cache().store(KEY, TOKENS);

        assertThat(modes(only(".json"))).isEqualTo("rw-------");
    }

    @Test
    void narrowsAFileThatWasOpenToOthersAndSaysSo() throws IOException {
        cache().store(KEY, TOKENS);
        Files.setPosixFilePermissions(only(".json"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(cache().find(KEY)).isEqualTo(TOKENS);
        assertThat(cache().find(KEY)).isEqualTo(TOKENS);

        assertThat(modes(only(".json"))).isEqualTo("rw-------");
        assertThat(err.toString(UTF_8))
                .containsOnlyOnce("had another mode than 0600, which it has now");
    }

    @Test
    void leavesNoTemporaryFile() throws IOException {
        cache().store(KEY, TOKENS);
        cache().store(KEY, TOKENS);

        assertThat(files("")).hasSize(1);
    }

    @Test
    void deletesAFileThatIsNoToken() throws IOException {
        cache().store(KEY, TOKENS);
        Files.writeString(only(".json"), "{\"access_token\":");

        assertThat(cache().find(KEY)).isNull();
        assertThat(err.toString(UTF_8)).startsWith("warn\ttoken cache file ").endsWith("deleted\n");
        assertThat(files(".json")).isEmpty();
    }

    @Test
    void deletesAFileThatIsNoText() throws IOException {
        cache().store(KEY, TOKENS);
        Files.write(only(".json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(cache().find(KEY)).isNull();
        assertThat(files(".json")).isEmpty();
    }

    @Test
    void neverShowsATokenInAWarning() throws IOException {
        cache().store(KEY, TOKENS);
        Files.writeString(only(".json"), "{\"access_token\":\"eyJ.secret.x\",}");

        assertThat(cache().find(KEY)).isNull();
        assertThat(err.toString(UTF_8)).doesNotContain("secret");
    }

    @Test
    void keepsClustersClientsAndProvidersApart() {
        List<CacheKey> keys =
                List.of(
                        KEY,
                        CacheKey.of("other", "host:8086", client("influxctl")),
                        CacheKey.of("default", "host:8087", client("influxctl")),
                        CacheKey.of("default", "host:8086", client("other")),
                        CacheKey.of(
                                "default",
                                "host:8086",
                                client("influxctl", "https://other/token", List.of("openid"))),
                        CacheKey.of(
                                "default",
                                "host:8086",
                                client("influxctl", "https://idp/token", List.of("groups"))));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void aKeyShowsNoSecretOfTheClient() {
        OAuthClient client =
                new OAuthClient(
                        URI.create("https://idp/device"),
                        URI.create("https://idp/token"),
                        "c",
                        Secret.of("hush"),
                        List.of(),
                        Map.of());

        assertThat(CacheKey.of("default", "h:1", client).toString()).doesNotContain("hush");
    }

    @Test
    void forgetsEveryTokenOfAProfileAndNoOther() {
        CacheKey before = CacheKey.of("default", "old-host:8086", client("influxctl"));
        CacheKey other = CacheKey.of("default-2", "host:8086", client("influxctl"));
        List.of(KEY, before, other).forEach(key -> cache().store(key, TOKENS));

        assertThat(cache().removeAll("default")).isEqualTo(2);
        assertThat(cache().find(other)).isEqualTo(TOKENS);
    }

    @Test
    void takesAnyProfileNameForAFileName() {
        CacheKey key = CacheKey.of("../a b/*ü", "host:8086", client("influxctl"));

        cache().store(key, TOKENS);

        assertThat(cache().find(key)).isEqualTo(TOKENS);
        assertThat(parent).isDirectoryNotContaining(path -> !path.equals(directory()));
        assertThat(cache().removeAll("../a b/*ü")).isEqualTo(1);
    }

    @Test
    void forgetsNothingWhereNothingIs() {
        assertThat(cache().removeAll("default")).isZero();
    }

    @Test
    void isLockedUntilTheHolderCloses() throws InterruptedException {
        CacheLock holder = cache().lock(KEY);
        TokenCache other =
                new TokenCache(
                        directory(),
                        terminal(),
                        new Pacer(
                                clock::nanos,
                                duration -> {
                                    clock.sleep(duration);
                                    holder.close();
                                }));

        try (CacheLock _ = other.lock(KEY)) {
            assertThat(err.toString(UTF_8))
                    .isEqualTo("info\twaiting for another influxctl that is signing in\n");
        }
    }

    @Test
    void doesNotWaitForEver() throws InterruptedException {
        try (CacheLock _ = cache().lock(KEY)) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> cache().lock(KEY).close())
                    .withMessageContaining("for 20 minutes");
        }
        assertThat(clock.elapsed()).isGreaterThanOrEqualTo(CacheLock.WAIT_MAX);
    }

    @Test
    void locksEachKeyByItself() throws InterruptedException {
        try (CacheLock _ = cache().lock(KEY);
                CacheLock _ = cache().lock(CacheKey.of("other", "h:1", client("c")))) {
            assertThat(clock.elapsed()).isZero();
        }
    }

    @Test
    void saysSoWhenTheDirectoryCannotBeMade() throws IOException {
        Files.writeString(directory(), "a file in the way");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> cache().store(KEY, TOKENS))
                .withMessageContaining("cannot write to the token cache " + directory())
                .withMessageContaining("XDG_CACHE_HOME");
    }

    private Path directory() {
        return parent.resolve("influxctl");
    }

    private TokenCache cache() {
        return new TokenCache(directory(), terminal(), new Pacer(clock::nanos, clock::sleep));
    }

    private Terminal terminal() {
        PrintStream stream = new PrintStream(err, true, UTF_8);
        return new Terminal(InputStream.nullInputStream(), stream, stream);
    }

    private Path only(String ending) throws IOException {
        List<Path> files = files(ending);
        assertThat(files).hasSize(1);
        return files.getFirst();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static OAuthClient client(String id) {
        return client(id, "https://idp/token", List.of("openid"));
    }

    private static OAuthClient client(String id, String tokenUrl, List<String> scopes) {
        return new OAuthClient(
                URI.create("https://idp/device"), URI.create(tokenUrl), id, null, scopes, Map.of());
    }
}
