// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InternalSigningKeyTest {
    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    @Test
    void isReadWithoutAnyProvider() {
        ServerConfig config =
                files.loaded(
                                """
                                admin:
                                  internalSigningKey:
                                    id: {value: k-1}
                                    privateKey:
                                      value: |
                                        private
                                        half
                                    publicKey: {value: public half}
                                """)
                        .config();

        assertThat(config.admin()).isNull();
        assertThat(config.internalSigningKey())
                .isEqualTo(
                        new InternalSigningKey("k-1", Secret.of("private\nhalf"), "public half"));
    }

    @Test
    void isAbsentByDefault() {
        assertThat(files.loaded("admin:\n  users: []\n").config().internalSigningKey()).isNull();
    }

    @Test
    void refusesHalfAPair() {
        assertThat(
                        files.problems(
                                """
                                admin:
                                  internalSigningKey:
                                    id: {value: k-1}
                                    publicKey: {value: " "}
                                """))
                .containsExactlyInAnyOrder(
                        "3: admin.internalSigningKey.privateKey is required",
                        "4: admin.internalSigningKey.publicKey.value is required");
    }

    @Test
    void refusesAReferenceThatOnlyTheOperatorFollows() {
        assertThat(
                        files.problems(
                                """
                                admin:
                                  internalSigningKey:
                                    id: {value: k-1}
                                    publicKey: {value: p}
                                    privateKey: {valueFrom: {secretKeyRef: {name: k, key: k}}}
                                """))
                .containsExactly(
                        "5: admin.internalSigningKey.privateKey.valueFrom cannot be followed by"
                                + " the server itself; give value in its place");
    }

    @Test
    void neverRepeatsTheKeyInAProblem() {
        assertThat(
                        files.problems(
                                """
                                admin:
                                  internalSigningKey:
                                    id: {value: k-1}
                                    publicKey: {value: p}
                                    privateKey: not-to-be-told
                                """))
                .singleElement()
                .asString()
                .startsWith("5: admin.internalSigningKey.privateKey must be a mapping")
                .doesNotContain("not-to-be-told");
    }
}
