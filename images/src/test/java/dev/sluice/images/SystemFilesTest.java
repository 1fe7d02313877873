// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which libraries of Debian's come into an image, by those of the JDK that runs this. The programs
/// themselves are run in [RunTest].
final class SystemFilesTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir private Path scratch;
    private FileTree program;
    private FileTree system;

    @BeforeEach
    void empty() throws IOException {
        program = FileTree.empty(scratch.resolve("program"));
        system = FileTree.empty(scratch.resolve("system"));
    }

    @Test
    void whatAProgramNeedsComesWithItsLoader() throws IOException, InterruptedException {
        add("bin/java");
        add("lib/libjli.so");

        write();

        SharedObject java = SharedObject.read(JDK.resolve("bin/java")).orElseThrow();
        assertThat(system.root().resolve(Objects.requireNonNull(java.loader()).substring(1)))
                .isRegularFile();
        List<String> files = system.entries().stream().map(FileTree.Entry::name).toList();
        assertThat(files)
                .anyMatch(file -> file.endsWith("-linux-gnu/libc.so.6"))
                .noneMatch(file -> file.contains("libstdc++"));
        assertThat(system.root().resolve("var/lib/dpkg/status.d/libc6"))
                .content()
                .startsWith("Package: libc6\nStatus: install ok installed\n")
                .contains("\nVersion: 2.");
        assertThat(system.root().resolve("etc/passwd"))
                .content()
                .contains("nonroot:x:65532:65532:nonroot:/var/lib/sluice:/sbin/nologin\n");
        assertThat(system.root().resolve("etc/os-release"))
                .content()
                .contains("VERSION_CODENAME=trixie\n");
    }

    @Test
    void aLibraryThatNoPackageHasIsRefused() throws IOException {
        add("bin/java");

        assertThatThrownBy(this::write)
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the program needs libjli.so, which none of the packages libc6, libgcc-s1,"
                                + " libstdc++6, zlib1g has");
    }

    @Test
    void aReleaseThatDebianDoesNotHaveIsRefused() {
        DebianRelease release =
                new DebianRelease("nonesuch", "0", scratch.resolve("nonesuch"), Map.of());

        assertThatThrownBy(() -> release.unpacked(List.of("libc6")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nonesuch");
        assertThat(release.kept()).isEmptyDirectory();
    }

    private void add(String file) throws IOException {
        Files.copy(JDK.resolve(file), program.place(file));
    }

    private void write() throws IOException, InterruptedException {
        new SystemFiles(TestImages.debian(), ImageDefinition.SERVER, system).write(program);
    }
}
