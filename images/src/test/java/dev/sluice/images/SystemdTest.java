// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `deploy/systemd`, as systemd's own tool reads it, without running systemd.
final class SystemdTest {
    private static final Path FILES = TestImages.CHECKOUT.resolve("deploy/systemd");
    private static final String PROGRAM = "/usr/bin/sluice";

    /// In tenths of systemd's scale from 0 to 10; a service with no protection has 9.6.
    private static final int EXPOSURE_MAX = 12;

    @TempDir private Path scratch;

    @Test
    void systemdTakesTheUnit() throws IOException, InterruptedException {
        Path unit = withProgram(Files.readString(FILES.resolve("sluice.service")));

        assertThat(analyze("verify", "--man=no", unit.toString())).isEmpty();
    }

    /// The tool does see mistakes; otherwise its silence would say nothing.
    @Test
    void systemdRefusesAMistake() throws IOException, InterruptedException {
        String text = Files.readString(FILES.resolve("sluice.service"));
        Path unit = withProgram(text.replace("ProtectSystem=strict", "ProtectSystems=strict"));

        assertThat(analyze("verify", "--man=no", unit.toString())).contains("'ProtectSystems'");
    }

    @Test
    void systemdFindsLittleExposed() throws IOException, InterruptedException {
        Path unit = withProgram(Files.readString(FILES.resolve("sluice.service")));

        String said =
                analyze(
                        "security",
                        "--offline=true",
                        "--threshold=" + EXPOSURE_MAX,
                        "--no-pager",
                        unit.toString());

        assertThat(said).contains("Overall exposure level for sluice.service");
    }

    @Test
    void theServerTakesWhatTheUnitGivesIt() throws IOException {
        String unit = Files.readString(FILES.resolve("sluice.service"));

        assertThat(unit)
                .contains(
                        "ExecStart="
                                + PROGRAM
                                + " serve --config /etc/sluice/sluice.yaml --data-dir"
                                + " /var/lib/sluice\n",
                        "\nStateDirectory=sluice\n",
                        "\nUser=sluice\n");
        assertThat(Files.readString(FILES.resolve("sluice.sysusers"))).contains("\nu sluice ");
        assertThat(new ConfigSource(FILES.resolve("sluice.yaml"), Map.of(), Map.of()).load())
                .isInstanceOf(ConfigLoading.Loaded.class);
    }

    /// Debian 12 has no `/etc/sysusers.d`, and nobody has `/etc/sluice`.
    @Test
    void theLinesByHandMakeTheDirectoriesThatMayBeMissing() throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("..", "docs", "how-to", "run-as-a-service.md")).stream()
                        .filter(line -> line.startsWith("sudo install "))
                        .filter(line -> !line.endsWith(" /etc/systemd/system/"))
                        .toList();

        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("sudo install -D "));
    }

    /// A unit whose program exists.
    private Path withProgram(String unit) throws IOException {
        Path program = Files.writeString(scratch.resolve("program"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.writeString(
                scratch.resolve("sluice.service"), unit.replace(PROGRAM, program.toString()));
    }

    private String analyze(String... arguments) throws IOException, InterruptedException {
        Path tool = Path.of("/usr/bin/systemd-analyze");
        assertThat(tool).as("needs Debian's package systemd, installed but not running").exists();
        ProcessBuilder builder = new ProcessBuilder(tool.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("LC_ALL", "C");
        Path said = scratch.resolve("said");
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        int status = process.waitFor();
        String text = Files.readString(said);
        if (arguments[0].equals("security")) {
            assertThat(status).as(text).isZero();
        }
        return text;
    }
}
