// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.StubCluster.Request;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where lines come from and how they travel (admin.md 3.7).
final class WriteFormsTest {
    private static final Answer WRITTEN = new Answer(204, "text/plain", "");

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        .replace("[profile.tls]", "token = \"apiv1_x\"\n[profile.tls]"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    @Conforms("A-140")
    void batchesHaveAtMostTheLinesThatTheFlagSays() {
        bench.cluster().answer(WRITTEN, WRITTEN, WRITTEN);

        Outcome outcome = bench.runWithInput(lines(5), "write", "--batch-size", "2", "-");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEqualTo("info\twrote 5 lines to database \"home\"\n");
        assertThat(bodies()).containsExactly(lines(2), "m v=2i\nm v=3i\n", "m v=4i\n");
    }

    @Test
    @Conforms("A-140")
    void theUsualBatchHasTenThousandLines() {
        bench.cluster().answer(WRITTEN, WRITTEN);

        bench.runWithInput(lines(10_001), "write", "-");

        assertThat(bodies().stream().map(body -> body.lines().count()))
                .containsExactly(10_000L, 1L);
    }

    @ParameterizedTest
    @CsvSource({"ns", "us", "ms", "s"})
    @Conforms("A-140")
    void thePrecisionGoesIntoTheRequest(String precision) {
        bench.cluster().answer(WRITTEN);

        bench.run("write", "--precision", precision, "m v=1i 1");

        assertThat(bench.cluster().requests().getFirst().line())
                .isEqualTo("POST /api/v2/write?bucket=home&precision=" + precision);
    }

    @Test
    @Conforms("A-140")
    void aBatchIsNotWaitedForLongerThanTheFlagSays() {
        bench.cluster().answer(Answer.SILENCE);

        Outcome outcome = bench.run("write", "--timeout", "1", "m v=1i");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("did not answer in time");
    }

    @Test
    void largeBatchesTravelCompressed() {
        bench.cluster().answer(WRITTEN);

        bench.runWithInput(lines(5_000), "write", "-");

        Request request = bench.cluster().requests().getFirst();
        assertThat(request.contentEncoding()).isEqualTo("gzip");
        assertThat(request.body()).isEqualTo(lines(5_000));
    }

    @Test
    void smallBatchesTravelAsTheyAre() {
        bench.cluster().answer(WRITTEN);

        bench.run("write", "m v=1i");

        assertThat(bench.cluster().requests().getFirst().contentEncoding()).isEmpty();
    }

    @Test
    void readsAFileInGzip() throws IOException {
        bench.cluster().answer(WRITTEN);
        Path file = home.resolve("lines.lp.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(lines(3).getBytes(UTF_8));
        }

        assertThat(bench.run("write", file.toString()).exitCode()).isZero();
        assertThat(bodies()).containsExactly(lines(3));
    }

    @Test
    void saysThatAFileInGzipIsBroken() throws IOException {
        Path file = home.resolve("broken.gz");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7});

        Outcome outcome = bench.run("write", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tthe input is broken gzip: ");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    void tellsNobodyOfProgressInAPipe() {
        bench.cluster().answer(WRITTEN);

        assertThat(bench.run("write", "m v=1i").err())
                .isEqualTo("info\twrote 1 line to database \"home\"\n");
    }

    private List<String> bodies() {
        return bench.cluster().requests().stream().map(Request::body).toList();
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "m v=" + i + "i\n")
                .collect(Collectors.joining());
    }
}
