// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.measure.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bench with a small program in place of `influxctl`: everybody takes turns, and a run that
/// did not answer fails it. How long anything takes is nobody's business here.
final class StartBenchTest {
    private static final String ANSWERS = "#!/bin/sh\necho 'influxctl 9 | ID | DESCRIPTION |'\n";

    @TempDir private Path scratch;
    private Path program;

    @BeforeEach
    void makeProgram() throws IOException {
        program = Files.createDirectories(scratch.resolve("influxctl-9"));
        Files.createDirectory(program.resolve("bin"));
        Files.writeString(program.resolve("influxctl.aot"), "");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Answering.class.getName());
        Path jar = Files.createDirectory(program.resolve("app")).resolve("influxctl.jar");
        String name = Answering.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Answering.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            out.write(code.readAllBytes());
        }
    }

    @Test
    void everybodyTakesTurns() throws IOException, InterruptedException {
        List<String> progress = new ArrayList<>();

        var report = new StartBench(archive(ANSWERS), 2, progress::add).run();

        assertThat(progress)
                .containsExactly(
                        "measuring influxctl version",
                        "measuring influxctl token list, token kept");
        assertThat(report.comparisons())
                .hasSize(4)
                .allSatisfy(comparison -> {
                    assertThat(comparison.lines())
                            .extracting(Comparison.Line::name)
                            .containsExactly(
                                    "as handed out",
                                    "the same without its cache",
                                    "java of the JDK, no options");
                    assertThat(comparison.lines())
                            .allSatisfy(line ->
                                    assertThat(line.values())
                                            .hasSize(2)
                                            .allSatisfy(
                                                    value -> assertThat(value).isNotNegative()));
                });
    }

    /// Without its cache it is the same program, unpacked elsewhere.
    @Test
    void theCacheIsReallyGone() throws IOException {
        Path archive =
                archive(
                        "#!/bin/sh\n[ -e \"${0%/*}/../influxctl.aot\" ] && echo influxctl DESCRIPTION\n");

        assertThatThrownBy(() -> new StartBench(archive, 1, _ -> {}).run())
                .hasMessage("influxctl version ended with 1 and said: ");
    }

    @Test
    void anotherAnswerFailsTheBench() throws IOException {
        Path archive = archive("#!/bin/sh\necho influxctl $1\n");

        assertThatThrownBy(() -> new StartBench(archive, 1, _ -> {}).run())
                .hasMessage("influxctl list ended with 0 and said: influxctl --config");
    }

    @Test
    void anotherArchiveFailsTheBench() throws IOException {
        Files.delete(program.resolve("influxctl.aot"));
        Path archive = archive(ANSWERS);

        assertThatThrownBy(() -> new StartBench(archive, 1, _ -> {}).run())
                .hasMessage("not an archive of influxctl: 0 of *.aot in it");
    }

    private Path archive(String script) throws IOException {
        Path command = program.resolve("bin/influxctl");
        Files.writeString(command, script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = scratch.resolve("influxctl-9.tar.gz");
        ProcessBuilder tar =
                new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        scratch.toString(),
                        program.getFileName().toString());
        try {
            assertThat(tar.inheritIO().start().waitFor()).isZero();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
        return archive;
    }

    /// What the JDK's own `java` runs.
    static final class Answering {
        private Answering() {}

        public static void main(String[] arguments) {
            System.out.println("influxctl 9 | ID | DESCRIPTION |");
        }
    }
}
