// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Telegraf's two outputs, played by their habits on the wire (data.md 8.3, 8.4): what they send,
/// and what they do about each answer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TelegrafTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int BODY_BYTES_MAX = 20_000;

    @TempDir private static Path directory;

    private DataServer server;
    private String token;

    @BeforeAll
    void start() throws Exception {
        server =
                new DataServer(
                                directory,
                                Map.of(),
                                Map.of("write.bodyBytesMax", String.valueOf(BODY_BYTES_MAX)))
                        .withDatabase("telegraf")
                        .withDatabase("telegraf/week");
        token = server.token("write telegraf", "write telegraf/week", "read telegraf");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private HttpResponse<String> output2(String lines) throws Exception {
        return server.post(
                "/api/v2/write?bucket=telegraf&org=",
                gzip(lines),
                "Authorization",
                "Token " + token,
                "Content-Type",
                "text/plain; charset=utf-8",
                "Content-Encoding",
                "gzip",
                "User-Agent",
                "Telegraf/1.32.0 Go/1.23.1");
    }

    private HttpResponse<String> output1(String parameters, String lines) throws Exception {
        return server.post(
                "/write?" + parameters,
                gzip(lines),
                "Authorization",
                DataServer.basic("telegraf", token),
                "Content-Type",
                "text/plain; charset=utf-8",
                "Content-Encoding",
                "gzip");
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    @Conforms("D-250")
    void aBatchThatIsTooLargeArrivesInHalves() throws Exception {
        Deque<List<String>> batches = new ArrayDeque<>();
        batches.add(
                IntStream.range(0, 2_000)
                        .mapToObj(i -> "cpu,host=h" + i % 7 + " usage=" + i + "i " + i + "\n")
                        .toList());
        int split = 0;
        while (!batches.isEmpty()) {
            List<String> batch = batches.removeFirst();
            HttpResponse<String> answer = output2(String.join("", batch));
            if (answer.statusCode() == 413) {
                split++;
                batches.addFirst(batch.subList(batch.size() / 2, batch.size()));
                batches.addFirst(batch.subList(0, batch.size() / 2));
            } else {
                assertThat(answer.statusCode()).isEqualTo(204);
            }
        }

        assertThat(split).isPositive();
        assertThat(server.query("telegraf", token, "SELECT count(*), sum(usage)::BIGINT FROM cpu"))
                .containsExactly("2000|1999000");
    }

    @Test
    @Conforms("D-250")
    void aBatchIsDroppedAfterItsGoodLinesWereStored() throws Exception {
        HttpResponse<String> answer = output2("mem used=1i 1\nmem used=2 2\nmem used=3i 3\n");

        // It drops the batch and logs the message.
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(answer.body()).get("message").stringValue())
                .startsWith("partial write has occurred, errors encountered on line(s):\n");
        assertThat(server.query("telegraf", token, "SELECT used FROM mem ORDER BY time"))
                .containsExactly("1", "3");
    }

    @Test
    @Conforms("D-251")
    void theOutputOfVersion1BeginsWithCreateDatabase() throws Exception {
        for (String[] headers :
                List.of(
                        new String[] {},
                        new String[] {"Authorization", DataServer.basic("telegraf", token)})) {
            HttpResponse<String> probe = probe("q=CREATE+DATABASE+%22telegraf%22", headers);

            assertThat(probe.statusCode()).isEqualTo(200);
            assertThat(probe.headers().firstValue("content-type")).hasValue("application/json");
            JsonNode result = MAPPER.readTree(probe.body()).get("results").get(0);
            assertThat(result.get("statement_id").intValue()).isZero();
            assertThat(result.get("error").stringValue())
                    .isEqualTo("This feature is not implemented: CREATE DATABASE");
        }
        // It logs that and goes on; only 204 is success.
        assertThat(output1("db=telegraf&consistency=any", "disk free=1i 1\n").statusCode())
                .isEqualTo(204);
        assertThat(output1("db=telegraf&rp=week", "disk free=2i 2\n").statusCode()).isEqualTo(204);
        assertThat(server.query("telegraf", token, "SELECT free FROM disk")).containsExactly("1");
        assertThat(server.query("telegraf/week", "SELECT free FROM disk")).containsExactly("2");
    }

    @Test
    @Conforms("D-251")
    void theOutputOfVersion1FindsTheTextInItsMember() throws Exception {
        HttpResponse<String> partial = output1("db=telegraf", "swap used=1i 1\nswap\n");
        JsonNode body = MAPPER.readTree(partial.body());

        // By these words it knows that sending again is of no use.
        assertThat(body.get("error").stringValue()).contains("partial write");
        assertThat(body.get("error")).isEqualTo(body.get("message"));
        assertThat(body.get("code").stringValue()).isEqualTo("invalid");
        assertThat(partial.headers().firstValue("x-influxdb-error").orElseThrow())
                .startsWith("partial write has occurred");
        JsonNode refused = MAPPER.readTree(output1("db=nobodys", "swap used=1i 1\n").body());
        assertThat(refused.get("error")).isEqualTo(refused.get("message"));
    }

    private HttpResponse<String> probe(String form, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        return server.post("/query", form.getBytes(UTF_8), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=create%20database%20x",
                "db=a&q=%0A+CREATE%0ADATABASE+x",
                "p=x&q=CREATE+DATABASE+x"
            })
    void theProbeIsKnownInEverySpelling(String form) throws Exception {
        assertThat(probe(form).statusCode()).isEqualTo(200);
        assertThat(server.post("/query?" + form, new byte[0]).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "'',400",
                "q=,400",
                "x=CREATE+DATABASE+x,400",
                "q=SHOW+DATABASES,401",
                "q=CREATE+DATABASES,401",
                "q=CREATE+DATABASE+x%3BSHOW+DATABASES,401"
            })
    void otherStatementsNeedCredentials(String form, int status) throws Exception {
        HttpResponse<String> answer = probe(form);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":\"");
    }
}
