// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.KubernetesPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the programs of a real API server are looked for.
final class KubernetesProgramsTest {
    private static final String PLATFORM =
            (System.getProperty("os.name").startsWith("Mac") ? "-darwin-" : "-linux-")
                    + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");

    @TempDir private Path directory;

    private static void fill(Path home) throws IOException {
        Files.createDirectories(home);
        for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
            Path program = Files.writeString(home.resolve(name), "#!/bin/sh\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
    }

    private @Nullable Path home() throws IOException {
        return KubernetesPrograms.in(directory).apiServer().getParent();
    }

    @Test
    void inTheDirectoryItself() throws IOException {
        fill(directory);

        assertThat(KubernetesPrograms.in(directory))
                .isEqualTo(
                        new KubernetesPrograms(
                                directory.resolve("etcd"),
                                directory.resolve("kube-apiserver"),
                                directory.resolve("kubectl")));
    }

    @Test
    void theNewestVersionForThisMachine() throws IOException {
        for (String home : List.of("1.9.3" + PLATFORM, "1.32.0" + PLATFORM, "1.31.12" + PLATFORM)) {
            fill(directory.resolve("k8s").resolve(home));
        }
        fill(directory.resolve("k8s/1.99.0-plan9-mips"));

        assertThat(home()).isEqualTo(directory.resolve("k8s/1.32.0" + PLATFORM));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThatThrownBy(() -> KubernetesPrograms.in(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("etcd") + " is no program");

        fill(directory.resolve("k8s/1.99.0-plan9-mips"));
        assertThatThrownBy(this::home)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has nothing for " + PLATFORM.substring(1));

        fill(directory);
        Files.delete(directory.resolve("kubectl"));
        assertThatThrownBy(this::home)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kubectl is no program");
    }
}
