// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts that shells run when somebody presses the tabulator, in the shells that are here:
/// bash always is.
final class CompletionTest {
    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void writesTheScriptFromTheCommandsThemselves(String shell) {
        Outcome outcome = bench.run("completion", shell);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        Golden.check("completion-" + shell + ".txt", outcome.out());
    }

    @Test
    void theScriptForBashIsTheSameEachTime() {
        assertThat(bench.run("completion", "bash").out())
                .isEqualTo(bench.run("completion", "bash").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theShellCanReadItsScript(String shell) throws Exception {
        Path script = bench.write("script", bench.run("completion", shell).out());

        if (isHere(shell)) {
            assertThat(run(shell, "-n", script.toString())).isEmpty();
        } else {
            assertThat(shell).as("the one shell that every system has").isNotEqualTo("bash");
        }
    }

    @Test
    void bashCompletesCommandsFlagsAndTheirWords() throws Exception {
        Path script = bench.write("script", bench.run("completion", "bash").out());

        assertThat(bash(script, "influxctl", "tok")).isEqualTo("token");
        assertThat(bash(script, "influxctl", "token", "re")).isEqualTo("revoke");
        assertThat(bash(script, "influxctl", "token", "list", "--inc"))
                .isEqualTo("--include-revoked");
        assertThat(bash(script, "influxctl", "query", "--format", ""))
                .isEqualTo("table json chart");
    }

    @Test
    void fishCompletesCommandsFlagsAndTheirWords() throws Exception {
        Path script = bench.write("script", bench.run("completion", "fish").out());

        if (isHere("fish")) {
            assertThat(fish(script, "influxctl tok")).containsExactly("token");
            assertThat(fish(script, "influxctl --config x token rev")).containsExactly("revoke");
            assertThat(fish(script, "influxctl token list --inc"))
                    .containsExactly("--include-revoked");
            assertThat(fish(script, "influxctl query --format ch")).containsExactly("chart");
        } else {
            assertThat(script).isNotEmptyFile();
        }
    }

    private String bash(Path script, String... words) throws Exception {
        String line =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_influxctl 2>/dev/null; echo \"${COMPREPLY[*]}\""
                        .formatted(
                                script,
                                Stream.of(words)
                                        .map(word -> "'" + word + "'")
                                        .reduce("", (a, b) -> a + " " + b),
                                words.length - 1);
        return run("bash", "--norc", "-c", line).strip().replaceAll("\\s+", " ");
    }

    private List<String> fish(Path script, String line) throws Exception {
        String out =
                run(
                        "fish",
                        "--no-config",
                        "-c",
                        "source '" + script + "'; complete -C '" + line + "'");
        return out.lines().map(found -> found.split("\t", -1)[0]).toList();
    }

    private static boolean isHere(String shell) {
        return Stream.of("/bin/", "/usr/bin/", "/usr/local/bin/")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory + shell)));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
