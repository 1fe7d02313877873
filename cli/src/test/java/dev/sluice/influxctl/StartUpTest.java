// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a short run leaves out: classes that it has no use for, and commands that it is not about.
/// Leaving them out never shows.
final class StartUpTest {
    private static final Pattern QUERYING =
            Pattern.compile(
                    " (io\\.grpc\\.(?!ManagedChannel |Channel )|io\\.netty|org\\.apache\\.arrow|com\\.google\\.)");
    private static final Pattern ENCRYPTING =
            Pattern.compile(" (sun\\.security\\.ssl|sun\\.security\\.x509)");
    private static final Pattern LOGGING =
            Pattern.compile(" (jdk\\.internal\\.logger|java\\.util\\.logging)");
    private static final Pattern READING_COMMANDS =
            Pattern.compile(" picocli\\.CommandLine\\$Model");

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.config(Workbench.profile(bench.cluster().port()));
        bench.variable("INFLUXCTL_MGMT_TOKEN", "M.V1.secret");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void versionReadsNoCommands() throws IOException, InterruptedException {
        assertThat(classesOf("version")).noneMatch(READING_COMMANDS.asPredicate());
    }

    /// A JVM that exits looks through every jar for somebody to log that with.
    @Test
    void nobodyLooksForALoggerAtTheEnd() throws IOException, InterruptedException {
        assertThat(classesOf("version"))
                .anyMatch(line -> line.contains("VersionCommand"))
                .noneMatch(LOGGING.asPredicate());
    }

    @Test
    void aListOverPlainHttpNeedsNeitherArrowNorTls() throws IOException, InterruptedException {
        bench.cluster().answer(Answer.json(200, "[]"));

        assertThat(classesOf("token", "list"))
                .anyMatch(line -> line.contains(" java.net.http.HttpClient"))
                .noneMatch(QUERYING.asPredicate())
                .noneMatch(ENCRYPTING.asPredicate())
                .noneMatch(line -> line.contains("DatabaseListCommand"));
    }

    /// The flag's value is a command's name, so at first only that command is built below `token`.
    @Test
    void aGroupShowsAllItsCommandsWhateverElseIsMentioned() {
        assertThat(bench.run("--profile", "list", "token")).isEqualTo(bench.run("token"));
    }

    /// `version` is mentioned and `tokne` no command: the words for it come from the whole tree.
    @ParameterizedTest
    @ValueSource(strings = {"tokne version", "version extra", "token lisst", "--bogus token list"})
    void aMistakeIsToldAsByTheWholeTree(String call) {
        Outcome outcome = bench.run(call.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().filter(line -> line.startsWith("error\t"))).hasSize(1);
    }

    /// The names of the classes that a run of the real program loads, one a line.
    private List<String> classesOf(String... arguments) throws IOException, InterruptedException {
        Path log = home.resolve("classes");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xlog:class+load:file=" + log + ":none:filecount=0",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("INFLUXCTL_MGMT_TOKEN", "M.V1.secret");
        builder.environment().put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        builder.environment().put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        try (var lines = Files.lines(log)) {
            return lines.map(line -> " " + line).toList();
        }
    }
}
