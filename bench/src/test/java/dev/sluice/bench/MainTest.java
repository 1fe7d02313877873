// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line of `./sluice bench`, as far as nothing is measured.
final class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Main.run(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds=0", "--rounds=101", "--seconds=0", "--seconds=61"})
    void refusesNumbersOutOfBounds(String option) {
        assertThat(run("access", option)).isEqualTo(1);
        assertThat(out.size()).isZero();
        String complaint = err.toString(UTF_8);
        err.reset();
        assertThat(run("parquet", option)).isEqualTo(1);
        assertThat(complaint.lines().findFirst())
                .isEqualTo(err.toString(UTF_8).lines().findFirst());
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: " + option.replace("=", ": ") + " (from 1 to ");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--hosts=0",
                "--hosts=1000001",
                "--rows=0",
                "--rows=20000001",
                "--batch=0",
                "--batch=50001",
                "--connections=0",
                "--connections=65",
                "--rounds=0",
                "--heap=255"
            })
    void refusesLoadsOutOfBounds(String option) {
        assertThat(run("ingest", option)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: " + option.replace("=", ": ") + " (from ");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--values=text", "--only=postgres", "--format=xml"})
    void refusesWhatItDoesNotKnow(String option) {
        assertThat(run("ingest", option)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("sluice: Invalid value for option ");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--hosts=0",
                "--hosts=100001",
                "--hours=0",
                "--hours=745",
                "--clients=0",
                "--clients=65",
                "--rounds=0",
                "--seconds=61",
                "--heap=255"
            })
    void refusesQuestionsOutOfBounds(String option) {
        assertThat(run("query", option)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: " + option.replace("=", ": ") + " (from ");
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesClientsOutOfBoundsBehindOthers() {
        assertThat(run("query", "--clients=1,8,65")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("sluice: --clients: 65 (from 1 to 64)");
    }

    @Test
    void refusesToAskNothing() {
        assertThat(run("query", "--query", "no such query")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: --query: nothing is called \"no such query\"");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--state=old", "--only=postgres", "--values=text"})
    void refusesStatesThatItDoesNotKnow(String option) {
        assertThat(run("query", option)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("sluice: Invalid value for option ");
        assertThat(out.size()).isZero();
    }

    /// The JVM of the tests is a small one.
    @Test
    void refusesMoreRowsThanItsMemoryHolds() {
        assertThat(run("ingest", "--rows=20000000")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: --rows: 20000000 (the memory of this JVM has room for ")
                .contains("JDK_JAVA_OPTIONS=-Xmx21g)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rows=0", "--rows=5000001", "--idle=0", "--idle=601", "--heap=255"})
    void refusesStartsOutOfBounds(String option) {
        assertThat(run("serve", option)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: " + option.replace("=", ": ") + " (from ");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--runs=0", "--runs=1001"})
    void refusesSoManyRuns(String option) {
        assertThat(run("start", option, "--archive", "any.tar.gz")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: " + option.replace("=", ": ") + " (from 1 to 1000)");
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesAnArchiveThatIsNotThere() {
        assertThat(run("start", "--archive", "/nowhere/any.tar.gz")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: --archive: there is no file /nowhere/any.tar.gz");
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesWhatIsNotABench() {
        assertThat(run("everything")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("sluice: Unmatched argument");
    }

    @Test
    void refusesToMeasureNothing() {
        assertThat(run("access", "--only", "no such title")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("sluice: --only: nothing is called \"no such title\"");
        assertThat(out.size()).isZero();
    }

    @Test
    void namesItsBenches() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("access", "ingest", "parquet", "query", "serve", "start");
        assertThat(err.size()).isZero();
    }
}
