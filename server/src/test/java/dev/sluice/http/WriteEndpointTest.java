// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ingest.WriteOutcome;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Problem;
import dev.sluice.testkit.Conforms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

// Opening and closing a port for each test would take longer than all of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WriteEndpointTest {
    private static final int BODY_BYTES_MAX = 200_000;
    private static final int CONCURRENT_MAX = 2;
    private static final String CURRENT = "/api/v2/write?bucket=db";

    private final FakeGate gate = new FakeGate();
    private final FakeWriter writer = new FakeWriter();
    private final BodyMemory memory = new BodyMemory(10_000_000);
    private final WriteEndpoint endpoint =
            new WriteEndpoint(
                    gate,
                    new LocalWrites(
                            writer,
                            memory,
                            new WriteLimits(BODY_BYTES_MAX, CONCURRENT_MAX, 10_000_000)));
    private final OpenDoor door = new OpenDoor(memory, endpoint);

    @AfterEach
    void startAfresh() {
        door.checkMemory();
        gate.forget();
        writer.forget();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v2/write?bucket=db&precision=ms,db MILLISECOND m f=1",
        "/write?db=db&rp=Week&precision=h,db/week HOUR m f=1",
    })
    void storesLinesAndAnswers204(String path, String written) throws Exception {
        HttpResponse<String> answer = door.post(path, FakeGate.GOOD, text("m f=1"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(writer.written()).containsExactly(written);
    }

    @Test
    void answersOverCleartextHttp2() throws Exception {
        try (OpenDoor second = new OpenDoor(memory, HttpClient.Version.HTTP_2, endpoint)) {
            // The first request upgrades the connection; its body is part of the test.
            for (int round = 0; round < 3; round++) {
                HttpResponse<String> answer =
                        second.post(CURRENT, FakeGate.GOOD, text("m f=" + round));
                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
        }
        assertThat(writer.written()).hasSize(3);
    }

    @Test
    void takesAnEmptyBody() throws Exception {
        assertThat(door.post(CURRENT, FakeGate.GOOD, BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP"})
    void decodesGzip(String encoding) throws Exception {
        assertThat(encoded(encoding, GunzipTest.gzip("m f=1")).statusCode()).isEqualTo(204);
        assertThat(writer.written()).containsExactly("db NANOSECOND m f=1");
    }

    @Test
    void takesIdentityForWhatItIs() throws Exception {
        assertThat(encoded("identity", "m f=1".getBytes(UTF_8)).statusCode()).isEqualTo(204);
        assertThat(writer.written()).containsExactly("db NANOSECOND m f=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, gzip", "x-gzip"})
    void refusesOtherEncodings(String encoding) throws Exception {
        assertError(
                encoded(encoding, new byte[] {1}),
                415,
                "unsupported media type",
                "unacceptable content-encoding: " + encoding);
    }

    @Test
    void refusesTruncatedGzipWhole() throws Exception {
        byte[] whole = GunzipTest.gzip("m f=1\n".repeat(30_000));

        HttpResponse<String> answer = encoded("gzip", Arrays.copyOf(whole, whole.length - 20));

        assertError(answer, 400, "invalid", "error decoding gzip stream: unexpected end");
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void refusesABomb() throws Exception {
        assertError(
                encoded("gzip", GunzipTest.gzip("0".repeat(20_000_000))),
                413,
                "request too large",
                "max request size (200000 bytes) exceeded");
    }

    @Test
    void refusesABodyOverTheLimitByItsLength() throws Exception {
        assertError(
                door.post(CURRENT, FakeGate.GOOD, text("x".repeat(BODY_BYTES_MAX + 1))),
                413,
                "request too large",
                "max request size (200000 bytes) exceeded");
    }

    @Test
    void refusesAChunkedBodyAtTheLimit() throws Exception {
        InputStream large = new ByteArrayInputStream(new byte[BODY_BYTES_MAX + 1]);

        assertError(
                door.post(CURRENT, FakeGate.GOOD, BodyPublishers.ofInputStream(() -> large)),
                413,
                "request too large",
                "max request size (200000 bytes) exceeded");
    }

    @Test
    void takesAChunkedBodyOfExactlyTheLimit() throws Exception {
        InputStream large = new ByteArrayInputStream("x".repeat(BODY_BYTES_MAX).getBytes(UTF_8));

        assertThat(
                        door.post(CURRENT, FakeGate.GOOD, BodyPublishers.ofInputStream(() -> large))
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Conforms("D-65")
    void refusesMissingCredentials() throws Exception {
        HttpResponse<String> answer = door.send(door.request(CURRENT).POST(text("m f=1")));

        assertError(
                answer,
                401,
                "unauthorized",
                "no usable credentials: send a database token as Authorization: Bearer TOKEN");
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void refusesTwoCredentials() throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request(CURRENT)
                                .header("Authorization", "Bearer " + FakeGate.GOOD)
                                .header("Authorization", "Token " + FakeGate.GOOD)
                                .POST(text("m f=1")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValue("Bearer error=\"invalid_request\"");
        assertThat(writer.written()).isEmpty();
    }

    @Test
    @Conforms("D-65")
    void refusesAnUnknownToken() throws Exception {
        assertError(
                door.post(CURRENT, "stranger", text("m f=1")),
                403,
                "forbidden",
                "the token is unknown, has ended, or does not permit this on the database");
        assertThat(writer.written()).isEmpty();
    }

    @Test
    @Conforms("D-78")
    void saysWhenToComeBackWhileNobodyCanDecide() throws Exception {
        HttpResponse<String> answer = door.post(CURRENT, FakeGate.DOWN, text("m f=1"));

        assertError(answer, 503, "unavailable", "keys are away");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void saysWhenToComeBackAfterTooManyFailures() throws Exception {
        HttpResponse<String> answer = door.post(CURRENT, FakeGate.SLOWED, text("m f=1"));

        assertError(
                answer,
                429,
                "too many requests",
                "too many failed attempts to authenticate from this address, try again in 42 s");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("42");
    }

    @Test
    void version1TakesTheTokenFromTheQuery() throws Exception {
        assertThat(door.send(door.request("/write?db=d&p=good").POST(text("m f=1"))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void version2DoesNotTakeTheTokenFromTheQuery() throws Exception {
        assertThat(door.send(door.request(CURRENT + "&p=good").POST(text("m f=1"))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesBadParametersBeforeAskingWhoItIs() throws Exception {
        assertError(
                door.post("/api/v2/write?bucket=", FakeGate.GOOD, text("m f=1")),
                400,
                "invalid",
                "missing bucket value");
        assertThat(gate.asked()).isEmpty();
    }

    @Test
    void tellsOldClientsInAHeaderToo() throws Exception {
        assertThat(
                        door.post("/write", FakeGate.GOOD, text("m f=1"))
                                .headers()
                                .firstValue("x-influxdb-error"))
                .hasValue("no db destination provided");
        assertThat(
                        door.post("/api/v2/write", FakeGate.GOOD, text("m f=1"))
                                .headers()
                                .firstValue("x-influxdb-error"))
                .isEmpty();
    }

    @Test
    void tellsTheRefusedLinesOfAPartialWrite() throws Exception {
        writer.answers(() ->
                new WriteOutcome.Rejected(
                        List.of(rejected(2, "bad"), rejected(4, "`worse`\"")), 2));

        HttpResponse<String> answer = door.post(CURRENT, FakeGate.GOOD, text("…"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":\"invalid\",\"line\":2,\"message\":\"partial write has occurred,"
                                + " errors encountered on line(s):\\n"
                                + "error parsing line 2 (1-based): bad\\n"
                                + "error parsing line 4 (1-based): `worse`\\\"\"}");
    }

    @Test
    void saysWhenNothingWasStored() throws Exception {
        writer.answers(() -> new WriteOutcome.Rejected(List.of(rejected(1, "bad")), 0));

        assertThat(door.post(CURRENT, FakeGate.GOOD, text("…")).body())
                .contains("\"message\":\"no data written, errors encountered on line(s):\\n");
    }

    @Test
    void tellsAHundredLinesAtMost() throws Exception {
        writer.answers(() ->
                new WriteOutcome.Rejected(
                        IntStream.rangeClosed(1, 150)
                                .mapToObj(line -> rejected(line, "bad"))
                                .toList(),
                        0));

        assertThat(door.post(CURRENT, FakeGate.GOOD, text("…")).body())
                .contains("line 100 ")
                .doesNotContain("line 101 ");
    }

    @Test
    void saysThatThereIsNoRoomForAllRefusedLines() throws Exception {
        writer.answers(() ->
                new WriteOutcome.Rejected(
                        IntStream.rangeClosed(1, 100)
                                .mapToObj(line -> rejected(line, "n".repeat(1000)))
                                .toList(),
                        0));

        assertThat(door.post(CURRENT, FakeGate.GOOD, text("…")).body())
                .hasSizeLessThan(33 * 1024)
                .contains("line 31 ")
                .doesNotContain("line 32 ")
                .endsWith(
                        "n\\nfurther lines were refused; this answer has no room to say which\"}");
    }

    @ParameterizedTest
    @Conforms("D-65")
    @EnumSource(Problem.Kind.class)
    void mapsEveryKindOfProblem(Problem.Kind kind) throws Exception {
        writer.answers(() -> {
            throw new Problem(kind, "some_code", "what happened").asException();
        });

        HttpResponse<String> answer = door.post(CURRENT, FakeGate.GOOD, text("m f=1"));

        switch (kind) {
            case INVALID -> assertError(answer, 400, "invalid", "what happened");
            case UNAUTHENTICATED -> assertThat(answer.statusCode()).isEqualTo(401);
            case FORBIDDEN -> assertThat(answer.statusCode()).isEqualTo(403);
            case NOT_FOUND -> assertError(answer, 404, "not found", "what happened");
            case CONFLICT -> assertError(answer, 409, "conflict", "what happened");
            case TOO_LARGE -> assertError(answer, 413, "request too large", "what happened");
            case BUSY, UNAVAILABLE, OUTCOME_UNKNOWN -> {
                assertError(answer, 503, "unavailable", "what happened");
                assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
            }
            case INTERNAL -> {
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body())
                        .contains(answer.headers().firstValue("x-request-id").orElseThrow())
                        .doesNotContain("what happened");
            }
        }
    }

    @Test
    void hidesWhatAMistakeOfOursSays() throws Exception {
        writer.answers(() -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<String> answer = door.post(CURRENT, FakeGate.GOOD, text("m f=1"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal error").doesNotContain("secret");
    }

    @Test
    @Conforms({"D-65", "D-66"})
    void refusesMoreWritesAtOnceThanTheLimit() throws Exception {
        CountDownLatch inside = new CountDownLatch(CONCURRENT_MAX);
        CountDownLatch release = new CountDownLatch(1);
        writer.answers(() -> {
            inside.countDown();
            await(release);
            return new WriteOutcome.Accepted();
        });
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> running =
                    IntStream.range(0, CONCURRENT_MAX)
                            .mapToObj(_ ->
                                    clients.submit(
                                            () -> door.post(CURRENT, FakeGate.GOOD, text("m f=1"))))
                            .toList();
            inside.await();

            HttpResponse<String> refused = door.post(CURRENT, FakeGate.GOOD, text("m f=1"));
            release.countDown();

            assertError(
                    refused,
                    503,
                    "unavailable",
                    "this service is overloaded, please try again later");
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            for (Future<HttpResponse<String>> answer : running) {
                assertThat(answer.get().statusCode()).isEqualTo(204);
            }
        }
    }

    @Test
    void everyAnswerHasARequestIdOfItsOwn() throws Exception {
        String first = requestId(door.post(CURRENT, FakeGate.GOOD, text("m f=1")));
        String second = requestId(door.post("/write", "x", text("m f=1")));
        String third = requestId(door.send("GET", "/nowhere"));

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().doesNotContain("");
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElse("");
    }

    private HttpResponse<String> encoded(String encoding, byte[] body)
            throws IOException, InterruptedException {
        return door.send(
                door.request(CURRENT)
                        .header("Authorization", "Bearer " + FakeGate.GOOD)
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private static RejectedLine rejected(int line, String message) {
        return new RejectedLine(line, "error parsing line " + line + " (1-based): " + message);
    }

    private static BodyPublisher text(String lines) {
        return BodyPublishers.ofString(lines);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertError(
            HttpResponse<String> answer, int status, String code, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }
}
