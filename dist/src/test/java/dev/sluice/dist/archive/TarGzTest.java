// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives as the system's tar reads them, and as bytes.
final class TarGzTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DEEP = "d".repeat(90) + "/" + "e".repeat(60) + "/file";

    @TempDir private Path scratch;

    @Test
    void tarReadsWhatWasWritten() throws IOException, InterruptedException {
        Path file = write(tree("one"), "first.tar.gz");

        assertThat(tar("-tvzf", file.toString()).replaceAll(" +", " "))
                .isEqualTo(
                        """
                        drwxr-xr-x 0/0 0 2026-03-01 12:00 top/
                        drwxr-xr-x 0/0 0 2026-03-01 12:00 top/bin/
                        lrwxrwxrwx 0/0 0 2026-03-01 12:00 top/bin/link -> run
                        -rwxr-xr-x 0/0 10 2026-03-01 12:00 top/bin/run
                        drwxr-xr-x 0/0 0 2026-03-01 12:00 top/%s/
                        drwxr-xr-x 0/0 0 2026-03-01 12:00 top/%s/%s/
                        -rw-r--r-- 0/0 4 2026-03-01 12:00 top/%s
                        """
                                .formatted("d".repeat(90), "d".repeat(90), "e".repeat(60), DEEP));
        Path unpacked = Files.createDirectory(scratch.resolve("unpacked"));
        tar("-xzf", file.toString(), "-C", unpacked.toString());
        assertThat(unpacked.resolve("top").resolve(DEEP)).hasContent("deep");
    }

    @Test
    void theSameContentGivesTheSameBytesWhateverItsTimesAndModes() throws IOException {
        FileTree first = tree("one");
        FileTree second = tree("two");
        Path run = second.root().resolve("bin/run");
        Files.setLastModifiedTime(run, FileTime.from(TIME.plusSeconds(99)));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));

        assertThat(write(first, "first.tar.gz"))
                .hasSameBinaryContentAs(write(second, "second.tar.gz"));
    }

    @Test
    void refusesANameThatTheFormCannotHold() throws IOException {
        FileTree tree = FileTree.empty(scratch.resolve("long"));
        tree.write("x".repeat(120), "");

        assertThatThrownBy(() -> write(tree, "long.tar.gz"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too long for a tar archive");
    }

    private FileTree tree(String name) throws IOException {
        FileTree tree = FileTree.empty(scratch.resolve(name));
        tree.writeExecutable("bin/run", "#!/bin/sh\n");
        tree.link("bin/link", "run");
        tree.write(DEEP, "deep");
        return tree;
    }

    private Path write(FileTree tree, String name) throws IOException {
        Path file = scratch.resolve(name);
        TarGz.write(tree, "top", TIME, file);
        return file;
    }

    private static String tar(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("tar", "--numeric-owner", "--utc");
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
