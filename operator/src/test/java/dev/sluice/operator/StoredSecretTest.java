// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.operator.kubernetes.ApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The second half of the jobs: files become a Secret, once.
final class StoredSecretTest {
    @TempDir private Path directory;
    private final ApiServer api = ApiServer.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        api.close();
    }

    private int run(String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "store-secret",
                                "made",
                                "--namespace=" + api.namespace(),
                                "--owner=kubecfg.dev/v1alpha1,AppInstance,influxdb,u-1"));
        arguments.addAll(List.of(options));
        return Program.run(TestSurroundings.of(api, out, err), arguments.toArray(String[]::new));
    }

    private String file(String key, String content) throws IOException {
        return "--file=" + key + "=" + Files.writeString(directory.resolve(key), content);
    }

    /// A token that a key is said to have signed.
    private String token(String keyId, String more) throws IOException {
        String header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ("{\"alg\":\"RS256\",\"kid\":\"" + keyId + "\"}")
                                        .getBytes(StandardCharsets.UTF_8));
        return file("token", "{\"access_token\":\"" + header + ".e30." + more + "\"}");
    }

    private Map<String, String> stored() {
        Secret secret =
                api.client().secrets().inNamespace(api.namespace()).withName("made").require();
        return secret.getData();
    }

    @Test
    void makesASecretThatGoesWithItsOwner() throws IOException {
        assertThat(run(file("id", "k\n"), file("other", ""))).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("made the Secret made\n");
        assertThat(stored()).containsEntry("id", "awo=").containsEntry("other", "");
        assertThat(
                        api.client()
                                .secrets()
                                .inNamespace(api.namespace())
                                .withName("made")
                                .require()
                                .getMetadata()
                                .getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u-1"));
    }

    @Test
    void neverReplacesAKeyPair() throws IOException {
        run(file("id", "first"));
        Map<String, String> before = stored();

        assertThat(run(file("id", "second"))).isZero();

        assertThat(stored()).isEqualTo(before);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("there is a Secret made: nothing to do\n");
    }

    @Test
    void replacesATokenOnlyWhenAnotherKeySignedIt() throws IOException {
        run(token("one", "first"));
        Map<String, String> before = stored();

        assertThat(run(token("one", "second"), "--replace-token-of-another-key")).isZero();
        assertThat(stored()).isEqualTo(before);

        assertThat(run(token("two", "third"), "--replace-token-of-another-key")).isZero();
        assertThat(stored()).isNotEqualTo(before);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("replaced the Secret made\n");
    }

    @Test
    void replacesATokenThatIsDamaged() throws IOException {
        run(file("token", "no token"));

        assertThat(run(token("two", "x"), "--replace-token-of-another-key")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("replaced the Secret made\n");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(run("--file=id=" + directory.resolve("absent"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("absent");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--file");
        assertThat(run("--file=id=x", "--owner=me")).isEqualTo(1);
    }

    @Test
    void takesNoMoreThanASecretHolds() throws IOException {
        Path large = directory.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(StoredSecret.BYTES_MAX + 1L);
        }

        assertThatThrownBy(() ->
                        StoredSecret.of(
                                "n",
                                "s",
                                new io.fabric8.kubernetes.api.model.OwnerReference(),
                                Map.of("k", large)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit: 1048576");
    }
}
