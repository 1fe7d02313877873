// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeerWritesTest {
    private static final String PEER = "Bearer peer";
    private static final String CURRENT = "/internal/v1/api/v2/write?bucket=db&precision=ms";

    private final FakeGate gate = new FakeGate();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final FakeWriter writer = new FakeWriter();
    private final BodyMemory memory = new BodyMemory(10_000_000);
    private final PeerWrites endpoint =
            new PeerWrites(
                    credential ->
                            credential instanceof Credential.Bearer(Secret shown)
                                    && shown.reveal().equals("peer"),
                    this::decide,
                    new LocalWrites(writer, memory, new WriteLimits(1_000, 2, 10_000_000)));
    private final OpenDoor door = new OpenDoor(memory, endpoint);

    private Decision<Grant.ForDatabase> decide(
            Credential credential, Action action, DatabaseName database, RequestOrigin origin) {
        if (stopping.get()) {
            Thread.currentThread().interrupt();
        }
        return gate.decide(credential, action, database, origin);
    }

    @AfterEach
    void startAfresh() {
        stopping.set(false);
        door.checkMemory();
        gate.forget();
        writer.forget();
    }

    @AfterAll
    void close() {
        door.close();
    }

    private HttpResponse<String> send(String path, String peer, String token, String arrived)
            throws Exception {
        return door.send(
                door.request(path)
                        .header("Authorization", peer)
                        .header(PeerWrites.CREDENTIAL, token)
                        .header(PeerWrites.ARRIVED, arrived)
                        .POST(BodyPublishers.ofString("m f=1")));
    }

    private static boolean isAnswer(HttpResponse<String> answer) {
        return answer.headers().firstValue(PeerWrites.ANSWER).isPresent();
    }

    @Test
    void storesAsOfTheTimeWhenItCame() throws Exception {
        HttpResponse<String> current = send(CURRENT, PEER, FakeGate.GOOD, "17");
        HttpResponse<String> legacy =
                send("/internal/v1/write?db=a/b&precision=h", PEER, FakeGate.GOOD, "18");

        assertThat(current.statusCode()).isEqualTo(204);
        assertThat(legacy.statusCode()).isEqualTo(204);
        assertThat(isAnswer(current)).isTrue();
        assertThat(isAnswer(legacy)).isTrue();
        assertThat(writer.written()).containsExactly("db MILLISECOND m f=1", "a/b HOUR m f=1");
        assertThat(writer.arrivals()).containsExactly(17L, 18L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "Token peer", "Bearer", ""})
    void isForProcessesOfTheCluster(String field) throws Exception {
        HttpRequest.Builder request =
                door.request(CURRENT)
                        .header(PeerWrites.CREDENTIAL, FakeGate.GOOD)
                        .header(PeerWrites.ARRIVED, "1")
                        .POST(BodyPublishers.ofString("m f=1"));
        HttpResponse<String> answer =
                door.send(field.isEmpty() ? request : request.header("Authorization", field));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("this path is for processes of the same cluster");
        assertThat(isAnswer(answer)).as("of the write").isFalse();
        assertThat(gate.asked()).isEmpty();
        assertThat(writer.written()).isEmpty();
    }

    /// The other process may not know yet what has ended.
    @Test
    void judgesTheSenderOnceMore() throws Exception {
        HttpResponse<String> answer = send(CURRENT, PEER, "ended", "1");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(isAnswer(answer)).isTrue();
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void whatIsRefusedIsAnAnswerInTheFormOfItsPath() throws Exception {
        writer.answers(() -> {
            throw Problem.unavailable("full", "the buffer is full").asException();
        });
        HttpResponse<String> legacy = send("/internal/v1/write?db=db", PEER, FakeGate.GOOD, "1");

        assertThat(legacy.statusCode()).isEqualTo(503);
        assertThat(legacy.headers().firstValue("retry-after")).hasValue("1");
        assertThat(legacy.headers().firstValue("x-influxdb-error")).hasValue("the buffer is full");
        assertThat(isAnswer(legacy)).isTrue();
        assertThat(send(CURRENT, PEER, FakeGate.GOOD, "noon").body())
                .contains("sluice-arrived-nanos must be a whole number");
    }

    /// The one that has taken over takes the write.
    @ParameterizedTest
    @ValueSource(
            strings = {"log_closed", "log_taken_over", "catalog_taken_over", "catalog_went_back"})
    void aServerThatTakesNothingAnyMoreHasNotAnswered(String code) throws Exception {
        writer.answers(() -> {
            throw Problem.unavailable(code, "another server has taken over").asException();
        });
        HttpResponse<String> answer = send(CURRENT, PEER, FakeGate.GOOD, "1");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(isAnswer(answer)).isFalse();
    }

    /// A server that is told to stop has not answered the write.
    @Test
    void whatWasBrokenOffIsNoAnswer() throws Exception {
        stopping.set(true);
        HttpResponse<String> answer = send(CURRENT, PEER, FakeGate.GOOD, "1");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(isAnswer(answer)).isFalse();
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void aMistakeOfOursIsAnAnswer() throws Exception {
        writer.answers(() -> {
            throw new IllegalStateException("detail");
        });
        HttpResponse<String> answer = send(CURRENT, PEER, FakeGate.GOOD, "1");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(isAnswer(answer)).isTrue();
    }

    @Test
    void keepsTheLimitOfABody() throws Exception {
        HttpResponse<String> answer =
                door.send(
                        door.request(CURRENT)
                                .header("Authorization", PEER)
                                .header(PeerWrites.CREDENTIAL, FakeGate.GOOD)
                                .header(PeerWrites.ARRIVED, "1")
                                .header("Content-Encoding", "gzip")
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                GunzipTest.gzip("x".repeat(1_001)))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(new String(answer.body().getBytes(UTF_8), UTF_8))
                .contains("max request size (1000 bytes) exceeded");
    }
}
