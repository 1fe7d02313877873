// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of libraries on their way into a package.
final class JarCopyTest {
    private static final Platform AMD64 = Platform.named("amd64");

    @TempDir private Path scratch;

    @Test
    void aJarThatNeedsNothingStaysAsItIs() throws IOException {
        Path jar = jar("plain.jar", "META-INF/MANIFEST.MF", "words.txt");

        assertThat(copy(jar)).hasSameBinaryContentAs(jar);
    }

    @Test
    void leavesOutLibrariesOfOtherPlatforms() throws IOException {
        Path jar =
                jar(
                        "native.jar",
                        "a.txt",
                        "META-INF/MANIFEST.MF",
                        "libduckdb_java.so_macos_arm64",
                        "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
                        "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
                        "org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib");

        try (ZipFile copy = new ZipFile(copy(jar).toFile())) {
            assertThat(copy.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "META-INF/MANIFEST.MF",
                            "a.txt",
                            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so");
        }
    }

    @Test
    void refusesToChangeASignedJar() throws IOException {
        Path jar = jar("signed.jar", "META-INF/KEY.SF", "libduckdb_java.so_macos_arm64");

        assertThatThrownBy(() -> copy(jar)).hasMessageContaining("is signed");
    }

    @ParameterizedTest
    @CsvSource({
        "netty-transport-native-epoll-4.2.9.Final-linux-x86_64.jar, true",
        "netty-transport-native-epoll-4.2.9.Final-linux-aarch_64.jar, false",
        "netty-tcnative-boringssl-static-2.0.74.Final-windows-x86_64.jar, false",
        "netty-resolver-dns-native-macos-4.2.9.Final-osx-x86_64.jar, false",
        "native-linux-x86_64-1.20.0.jar, true",
        "native-osx-x86_64-1.20.0.jar, false",
        "netty-resolver-dns-classes-macos-4.2.9.Final.jar, true",
        "guava-33.4.8-jre.jar, true"
    })
    void keepsTheJarsOfThisPlatform(String name, boolean kept) {
        assertThat(AMD64.keepsJar(name)).isEqualTo(kept);
    }

    @Test
    void refusesAPlatformThatNothingIsMadeFor() {
        assertThatThrownBy(() -> Platform.named("s390x"))
                .hasMessage("packages are made for amd64 and arm64, not for s390x");
    }

    private Path copy(Path jar) throws IOException {
        Path copy = scratch.resolve("copy-" + jar.getFileName());
        new JarCopy(AMD64).copy(jar, copy);
        return copy;
    }

    private Path jar(String name, String... entries) throws IOException {
        Path file = scratch.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
