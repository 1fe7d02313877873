// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell part of the two commands, in a checkout and with tools of the test's own.
final class LauncherTest {
    private static final Path LAUNCHER = Path.of("../tools/launcher.sh").toAbsolutePath();
    private static final String ONLY_JAVA_HOME = "jdk_places() { echo \"$JAVA_HOME\"; }; ";

    @TempDir Path checkout;
    private final Map<String, String> environment = new HashMap<>();

    record Answer(int status, String output) {}

    @BeforeEach
    void putToolsOnThePath() throws IOException {
        Files.createDirectories(checkout.resolve("tools"));
        environment.put("PATH", checkout.resolve("tools") + ":/usr/bin:/bin");
        environment.put("JAVA_HOME", "");
        for (String program : new String[] {"server", "cli", "local"}) {
            Files.createDirectories(checkout.resolve(program).resolve("src/main"));
            Files.createFile(checkout.resolve(program).resolve("pom.xml"));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        tool("mvn", "echo \"mvn $*\"; mkdir -p {server,cli,local}/target/lib");
    }

    @Test
    void choosesAJdkThatIsNewEnough() throws IOException, InterruptedException {
        Path old = jdk("17.0.9");
        Path recent = jdk("26");

        Answer answer =
                launcher(
                        "jdk_places() { printf '%s\\n' '' /nowhere '"
                                + old
                                + "' '"
                                + recent
                                + "'; }; find_jdk; echo $JAVA_HOME");

        assertThat(answer).isEqualTo(new Answer(0, recent + "\n"));
    }

    @Test
    void looksForAJdkWhereThereIsNoHome() throws IOException, InterruptedException {
        Answer answer = launcher("unset HOME; jdk_places > places; echo done");

        assertThat(answer).isEqualTo(new Answer(0, "done\n"));
    }

    @Test
    void saysHowToGetAMissingJdk() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", jdk("17.0.9").toString());

        Answer answer = launcher(ONLY_JAVA_HOME + "find_jdk");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output())
                .startsWith("sluice: found no JDK 25 or later; get one from https://adoptium.net")
                .hasLineCount(1);
    }

    @Test
    void takesARuntimeWithoutCompilerForNoJdk() throws IOException, InterruptedException {
        Path runtime = jdk("25");
        Files.delete(runtime.resolve("bin/javac"));
        environment.put("JAVA_HOME", runtime.toString());

        assertThat(launcher(ONLY_JAVA_HOME + "find_jdk").status()).isEqualTo(1);
    }

    @Test
    void saysHowToGetAMissingMaven() throws IOException, InterruptedException {
        Answer answer = launcher("PATH=/nowhere; find_maven");

        assertThat(answer)
                .isEqualTo(
                        new Answer(
                                1,
                                "sluice: found no Maven (mvn) to build with; get it from"
                                        + " https://maven.apache.org or install the package maven\n"));
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws IOException, InterruptedException {
        assertThat(launcher("build_if_needed")).isEqualTo(new Answer(0, "building Sluice\n"));
        assertThat(launcher("build_if_needed")).isEqualTo(new Answer(0, ""));
    }

    @Test
    void buildsTheBenchesForThoseWhoMeasure() throws IOException, InterruptedException {
        tool("mvn", "echo \"$*\" >> projects; mkdir -p {server,cli,local,bench}/target/lib");
        launcher("build_if_needed");
        launcher("with_bench; build_if_needed");

        assertThat(launcher("with_bench; build_if_needed")).isEqualTo(new Answer(0, ""));
        assertThat(launcher("build_if_needed")).isEqualTo(new Answer(0, ""));
        assertThat(Files.readString(checkout.resolve("projects")).lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("--projects server,cli,local --also"),
                        second ->
                                assertThat(second)
                                        .contains("--projects server,cli,local,bench --also"));
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws IOException, InterruptedException {
        launcher("build_if_needed");
        Path source = Files.createFile(checkout.resolve("server/src/main/Changed.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2999-01-01T00:00:00Z")));

        assertThat(launcher("build_if_needed").output()).isEqualTo("building Sluice\n");
    }

    @Test
    void buildsAgainAfterABuildThatBroke() throws IOException, InterruptedException {
        tool("mvn", "echo '[ERROR] no such symbol'; exit 1");

        Answer broken = launcher("build_if_needed");

        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.output())
                .isEqualTo(
                        """
                        building Sluice
                        [ERROR] no such symbol
                        sluice: the build failed; its log is %s/.sluice/cache/built.log
                        """
                                .formatted(checkout));
        assertThat(launcher("build_if_needed").status()).isEqualTo(1);
    }

    @Test
    void removesLibrariesOfAnEarlierBuild() throws IOException, InterruptedException {
        Path stale = checkout.resolve("server/target/lib/arrow-1.jar");
        Files.createDirectories(checkout.resolve("server/target/lib"));
        Files.createFile(stale);

        launcher("build_if_needed");

        assertThat(stale).doesNotExist();
    }

    @Test
    void saysHowToBuildWhatIsMissing() throws IOException, InterruptedException {
        Answer answer = launcher("run_java cli dev.sluice.Main -- version");

        assertThat(answer)
                .isEqualTo(
                        new Answer(
                                1,
                                "sluice: not built yet; run %s/sluice build\n"
                                        .formatted(checkout)));
    }

    @Test
    void addsUpTheTestsOfAllModules() throws IOException, InterruptedException {
        report("core", "One", "tests=\"5\" errors=\"0\" skipped=\"1\" failures=\"0\"");
        report("core", "Two", "tests=\"10\" errors=\"1\" skipped=\"0\" failures=\"2\"");
        report("server", "One", "tests=\"7\" errors=\"0\" skipped=\"0\" failures=\"0\"");

        assertThat(launcher("count_tests").output()).isEqualTo("18 passed, 3 failed, 1 skipped\n");
    }

    @Test
    void endsATestRunWithTheTotals() throws IOException, InterruptedException {
        tool("mvn", "mkdir -p core/target/surefire-reports; " + writeReport("core/target", 3));

        assertThat(launcher("run_tests"))
                .isEqualTo(new Answer(0, "3 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void givesTotalsAndAFailureWhenTheBuildBreaks() throws IOException, InterruptedException {
        report("core", "Earlier", "tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        tool("mvn", "exit 1");

        assertThat(launcher("run_tests"))
                .isEqualTo(
                        new Answer(
                                1,
                                """
                                the build ended with status 1; what broke is named above
                                0 passed, 0 failed, 0 skipped
                                """));
    }

    private Path jdk(String version) throws IOException {
        Path home = checkout.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/javac"), "");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    private void report(String module, String name, String counts) throws IOException {
        Path directory = checkout.resolve(module).resolve("target/surefire-reports");
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("TEST-" + name + ".xml"),
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite version="3.0" name="%s" time="0.1" %s>
                  <testcase name="mentions &lt;testsuite tests=&quot;9&quot;"/>
                </testsuite>
                """
                        .formatted(name, counts));
    }

    private static String writeReport(String target, int tests) {
        return ("echo '<testsuite name=\"x\" tests=\"%d\" errors=\"0\" skipped=\"0\" failures=\"0\">'"
                        + " > %s/surefire-reports/TEST-x.xml")
                .formatted(tests, target);
    }

    private void tool(String name, String script) throws IOException {
        executable(checkout.resolve("tools").resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Answer launcher(String script) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(
                                "/bin/bash",
                                "-c",
                                "set -euo pipefail; HOME_DIR='%s'; source '%s'; %s"
                                        .formatted(checkout, LAUNCHER, script))
                        .directory(checkout.toFile())
                        .redirectErrorStream(true);
        builder.environment().remove("SLUICE_NO_BUILD");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }
}
