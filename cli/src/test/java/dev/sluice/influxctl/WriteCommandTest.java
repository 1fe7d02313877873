// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.StubCluster.Request;
import dev.sluice.influxctl.Workbench.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `write` against a scripted door (admin.md 3.7, data.md 2.2 and 2.6).
final class WriteCommandTest {
    private static final Answer WRITTEN = new Answer(204, "application/json", "");
    private static final String LINES =
            """
            # home sensors
            home,room=a t=1 1

            home,room=b t=2 2
            home,room=c note="two
            lines" 3
            """;

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        .replace("[profile.tls]", "token = \"apiv1_profile\"\n[profile.tls]"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void writesTheArgument() {
        bench.cluster().answer(WRITTEN);

        Outcome outcome = bench.run("write", "--precision", "s", "home t=1 1");

        assertThat(outcome)
                .isEqualTo(new Outcome(0, "", "info\twrote 1 line to database \"home\"\n"));
        assertThat(bench.cluster().requests())
                .containsExactly(
                        new Request(
                                "POST /api/v2/write?bucket=home&precision=s",
                                "Bearer apiv1_profile",
                                "influxctl/9.8.7",
                                "text/plain; charset=utf-8",
                                "",
                                "home t=1 1"));
    }

    @Test
    void encodesTheDatabasesName() {
        bench.cluster().answer(WRITTEN);

        bench.run("write", "--database", "plant/7d", "m f=1");

        assertThat(bench.cluster().requests().getFirst().line())
                .isEqualTo("POST /api/v2/write?bucket=plant%2F7d&precision=ns");
    }

    @Test
    void writesAFileWithoutBlankLinesAndComments() {
        bench.cluster().answer(WRITTEN);

        Outcome outcome = bench.run("write", bench.write("home.lp", LINES).toString());

        assertThat(outcome.err()).isEqualTo("info\twrote 3 lines to database \"home\"\n");
        assertThat(bodies())
                .containsExactly(
                        "home,room=a t=1 1\nhome,room=b t=2 2\nhome,room=c note=\"two\nlines\" 3\n");
    }

    @Test
    void writesWhatComesThroughAPipeWithAName() throws Exception {
        bench.cluster().answer(WRITTEN);
        Path pipe = home.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Process writer = new ProcessBuilder("sh", "-c", "printf 'a f=1\\n' > " + pipe).start();

        assertThat(bench.run("write", pipe.toString()).err())
                .isEqualTo("info\twrote 1 line to database \"home\"\n");
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void tellsOfAFileThatIsNotThere() {
        assertThat(bench.run("write", "./lines.lp").err())
                .isEqualTo(
                        "error\tthere is no file \"./lines.lp\", nor is this line protocol, which"
                                + " has a space before the fields\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "query"})
    void tellsOfADirectoryInThePlaceOfAFile(String command) {
        assertThat(bench.run(command, home.toString()).err())
                .isEqualTo(
                        "error\t\""
                                + home
                                + "\" is a directory, where a file or a text is wanted\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void cutsBatchesBetweenLogicalLines() {
        bench.cluster().answer(WRITTEN, WRITTEN);

        bench.runWithInput(LINES, "write", "--batch-size", "2", "-");

        assertThat(bodies())
                .containsExactly(
                        "home,room=a t=1 1\nhome,room=b t=2 2\n",
                        "home,room=c note=\"two\nlines\" 3\n");
    }

    @Test
    void asksNothingOfTheClusterForAnEmptyInput() {
        Outcome outcome = bench.runWithInput("\n# nothing\n", "write", "-");

        assertThat(outcome.err()).isEqualTo("info\twrote 0 lines to database \"home\"\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void countsRefusedLinesFromTheBeginningOfTheInput() {
        bench.cluster()
                .answer(
                        WRITTEN,
                        Answer.json(
                                400,
                                """
                                {"code":"invalid","line":1,"message":"no data written, errors encountered on line(s):\\nerror parsing line 1 (1-based): no fields"}
                                """));

        Outcome outcome =
                bench.runWithInput("a f=1\nb f=1\nc\nd f=1\n", "write", "--batch-size=2", "-");

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                """
                                error	write failed: 400; lines 1 to 2 were written before: no data written, errors encountered on line(s):
                                	error parsing line 3 (1-based): no fields
                                """));
    }

    @Test
    void stopsAtTheFirstBatchThatIsRefused() {
        bench.cluster().answer(Answer.json(404, "{\"code\":\"not found\",\"message\":\"x\"}"));

        bench.runWithInput("a f=1\nb f=1\n", "write", "--batch-size=1", "-");

        assertThat(bench.cluster().requests()).hasSize(1);
    }

    @Test
    void saysThatTheTokenMayNot() {
        bench.cluster().answer(Answer.json(403, "{\"code\":\"forbidden\",\"message\":\"no\"}"));

        assertThat(bench.run("write", "m f=1").err())
                .isEqualTo(
                        "error\twrite failed: forbidden: the token may not write to this database,"
                                + " or does not exist (any more); see influxctl token list\n");
    }

    @Test
    void saysThatNobodyAnsweredAsACluster() {
        bench.cluster().answer(new Answer(502, "text/html", "<html>bad gateway</html>"));

        assertThat(bench.run("write", "m f=1").err())
                .isEqualTo(
                        "error\twrite failed: 502: the answer is not a cluster's; check host and"
                                + " port\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void saysWhereARedirectLeads(int status) {
        bench.cluster()
                .answer(Answer.redirect(status, "https://db.example/api/v2/write?token=secret"));

        assertThat(bench.run("write", "m f=1").err())
                .isEqualTo(
                        "error\twrite failed: "
                                + status
                                + " (redirect to https://db.example/api/v2/write): the answer is not"
                                + " a cluster's; check host and port\n");
    }

    @Test
    void saysWhatWasWrittenBeforeTheConnectionWasLost() {
        bench.cluster().close();

        Outcome outcome = bench.run("write", "m f=1");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(bench.steady(outcome.err()))
                .startsWith("error\tcannot reach the cluster at CLUSTER (profile \"default\")");
    }

    @Test
    void refusesABatchOfNothing() {
        assertThat(bench.run("write", "--batch-size", "0", "m f=1").err())
                .isEqualTo("error\t--batch-size is 0, must be at least 1\n");
    }

    private List<String> bodies() {
        return bench.cluster().requests().stream().map(Request::body).toList();
    }
}
