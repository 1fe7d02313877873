// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the door says where no service is behind it.
// Opening and closing a port for each test would take longer than all of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FixedAnswersTest {
    private final BodyMemory memory = new BodyMemory(1_000_000);
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private final Readiness readiness = new Readiness(() -> Optional.ofNullable(trouble.get()));
    private final OpenDoor door =
            new OpenDoor(
                    memory,
                    new HealthEndpoint(readiness),
                    new PingEndpoint("9.8.7"),
                    new RefusedPaths(),
                    new WriteEndpoint(
                            new FakeGate(),
                            new LocalWrites(
                                    new FakeWriter(),
                                    memory,
                                    new WriteLimits(1_000, 1, 10_000_000))));

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    @Conforms("D-82")
    void healthFollowsTheLifeOfTheServer() throws Exception {
        assertThat(health()).isEqualTo("503 starting");
        readiness.ready();
        assertThat(health()).isEqualTo("200 OK");
        trouble.set("the disk is full");
        assertThat(health()).isEqualTo("503 the disk is full");
        trouble.set(null);
        assertThat(health()).isEqualTo("200 OK");
        readiness.draining();
        assertThat(health()).isEqualTo("503 draining");
        readiness.ready();
        assertThat(health()).isEqualTo("503 draining");
    }

    private String health() throws Exception {
        HttpResponse<String> answer = door.send("GET", "/health");
        return answer.statusCode() + " " + answer.body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    @Conforms("D-80")
    void pingTellsTheVersion(String method) throws Exception {
        HttpResponse<String> answer = door.send(method, "/ping");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("x-influxdb-version")).hasValue("9.8.7");
        assertThat(answer.headers().firstValue("x-influxdb-build")).hasValue("sluice");
    }

    @Test
    @Conforms("D-81")
    void pingHasABodyForWhoeverAsksForJson() throws Exception {
        HttpResponse<String> answer =
                door.send(door.request("/ping").header("Accept", "application/json"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"version\":\"9.8.7\",\"revision\":\"sluice\"}");
        assertThat(answer.headers().firstValue("x-influxdb-version")).hasValue("9.8.7");
    }

    @ParameterizedTest
    @Conforms({"D-65", "D-70", "D-71"})
    @CsvSource({
        "POST,/api/v2/delete,501,internal error,deletes are not supported",
        "POST,/api/v2/query,404,not found,not found",
        "POST,/api/v3/write_lp,405,method not allowed,method not allowed",
        "GET,/api/v3/query_sql,405,method not allowed,method not allowed",
        "POST,/api/v3/configure/database,405,method not allowed,method not allowed",
        "GET,/,404,not found,not found",
        "GET,/api/v2/write/,404,not found,not found",
        "GET,/nowhere,404,not found,not found",
        "GET,/api/v2/write,405,method not allowed,method not allowed",
        "PUT,/write,405,method not allowed,method not allowed",
        "POST,/ping,405,method not allowed,method not allowed",
        "DELETE,/health,405,method not allowed,method not allowed",
    })
    void refusesWhatIsNotThere(String method, String path, int status, String code, String message)
            throws Exception {
        HttpResponse<String> answer = door.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        String members = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"";
        boolean legacy = path.equals("/write") || path.equals("/ping");
        assertThat(answer.body())
                .isEqualTo(members + (legacy ? ",\"error\":\"" + message + "\"}" : "}"));
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"GET|/write|POST", "POST|/ping|GET, HEAD", "GET|/api/v3/x|''"})
    void tellsWhatAPathTakes(String method, String path, String allowed) throws Exception {
        assertThat(door.send(method, path).headers().firstValue("allow")).hasValue(allowed);
    }

    @Test
    void saysWhichAddressHasNoMeaning() {
        HttpDoor.Settings settings =
                new HttpDoor.Settings(
                        "nowhere.invalid",
                        0,
                        "--port",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        List.of(),
                        null);

        assertThatThrownBy(() -> new HttpDoor(settings, List.of(), memory))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "address \"nowhere.invalid\" cannot be resolved (setting:"
                                + " sluice.http.bindAddress)");
    }

    @Test
    void refusesARequestLineThatIsTooLongInTheSameForm() throws Exception {
        HttpResponse<String> answer = door.send("GET", "/ping?" + "x".repeat(20_000));

        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(answer.body()).startsWith("{\"code\":\"invalid\",\"message\":\"");
    }
}
