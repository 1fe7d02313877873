// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.Secret;
import dev.sluice.testkit.ServerInClear;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client against a server that answers what a test says.
final class ManagementClientTest {
    private static final UUID ID = new UUID(1, 2);
    private static final String TOKEN =
            "{\"id\":\""
                    + ID
                    + "\",\"description\":\"d\",\"permissions\":[],"
                    + "\"createdAt\":\"2026-01-01T00:00:00.000Z\"";

    private final List<String> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final HttpServer server = newServer();
    private final HttpClient http = HttpClient.newHttpClient();
    private int status = 200;
    private String answer = "[]";
    private String location = "";
    private boolean silent;

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        server.stop(0);
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestURI()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization")
                            + " "
                            + exchange.getRequestHeaders().getFirst("User-Agent")
                            + " "
                            + exchange.getRequestHeaders().getFirst("Content-Type"));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (silent) {
                silence.await();
            }
            byte[] bytes = answer.getBytes(UTF_8);
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private ManagementClient client() {
        return client(uri(), Duration.ofSeconds(30));
    }

    private ManagementClient client(URI cluster, Duration timeout) {
        return new ManagementClient(
                http, cluster, () -> Secret.of("secret-text"), timeout, "influxctl/test");
    }

    private static void assertFails(
            ThrowingCallable call, ApiException.Kind kind, int status, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.status()).isEqualTo(status);
                            assertThat(e.getMessage())
                                    .contains(message)
                                    .doesNotContain("secret-text");
                        });
    }

    @Test
    void listsDatabases() throws InterruptedException {
        answer =
                "[{\"name\":\"a\",\"maxTables\":1,\"maxColumnsPerTable\":2,\"retentionPeriod\":3}]";

        assertThat(client().listDatabases()).containsExactly(new DatabaseBody(0, "a", 1, 2, 3));
        assertThat(requests)
                .containsExactly("GET /api/v0/databases Bearer secret-text influxctl/test null");
    }

    @Test
    void createsDatabase() throws InterruptedException {
        answer = "{\"id\":4,\"name\":\"a\",\"maxTables\":1,\"maxColumnsPerTable\":2}";

        DatabaseBody database = client().createDatabase(new NewDatabase("a", 1, 2, 0));

        assertThat(database).isEqualTo(new DatabaseBody(4, "a", 1, 2, 0));
        assertThat(requests)
                .containsExactly(
                        "POST /api/v0/databases Bearer secret-text influxctl/test"
                                + " application/json");
        assertThat(bodies)
                .containsExactly(
                        "{\"name\":\"a\",\"maxTables\":1,\"maxColumnsPerTable\":2,"
                                + "\"retentionPeriod\":0}");
    }

    @Test
    void listsTokens() throws InterruptedException {
        answer = "[" + TOKEN + "}]";

        assertThat(client().listTokens()).extracting(TokenBody::id).containsExactly(ID);
        assertThat(requests).singleElement().asString().startsWith("GET /api/v0/tokens ");
    }

    @Test
    void getsToken() throws InterruptedException {
        answer = TOKEN + "}";

        assertThat(client().getToken(ID).description()).isEqualTo("d");
        assertThat(requests).singleElement().asString().startsWith("GET /api/v0/tokens/" + ID);
    }

    @Test
    void createsToken() throws InterruptedException {
        answer = TOKEN + ",\"accessToken\":\"apiv1_x\"}";

        assertThat(client().createToken(new NewToken("d", List.of(), null)).accessToken())
                .isEqualTo(Secret.of("apiv1_x"));
        assertThat(bodies).containsExactly("{\"description\":\"d\",\"permissions\":[]}");
    }

    @Test
    void revokesToken() throws InterruptedException {
        status = 204;
        answer = "";

        client().revokeToken(ID);

        assertThat(requests).singleElement().asString().startsWith("DELETE /api/v0/tokens/" + ID);
    }

    @Test
    void managesManagementTokens() throws InterruptedException {
        String token =
                TOKEN.replace("\"permissions\":[]", "\"prefix\":\"M.V1.abcd\"")
                        + ",\"token\":\"M.V1.abcde\"}";
        answer = token;
        assertThat(client().createManagementToken(new NewManagementToken("d", null)).text())
                .isEqualTo(Secret.of("M.V1.abcde"));
        assertThat(client().getManagementToken(ID).prefix()).isEqualTo("M.V1.abcd");
        answer = "[" + token + "]";
        assertThat(client().listManagementTokens()).hasSize(1);
        status = 204;
        answer = "";
        client().revokeManagementToken(ID);

        assertThat(requests)
                .extracting(request -> request.substring(0, request.indexOf(" Bearer")))
                .containsExactly(
                        "POST /api/v0/management-tokens",
                        "GET /api/v0/management-tokens/" + ID,
                        "GET /api/v0/management-tokens",
                        "DELETE /api/v0/management-tokens/" + ID);
        assertThat(bodies.getFirst()).isEqualTo("{\"description\":\"d\"}");
    }

    @Test
    void asksWhoTheUsersAre() throws InterruptedException {
        assertThat(client().listUsers()).isEmpty();
        answer = "{\"kind\":\"admin_token\",\"subject\":\"admin-token\",\"userGroups\":[]}";
        assertThat(client().whoAmI().kind()).isEqualTo("admin_token");

        assertThat(requests.getFirst()).startsWith("GET /api/v0/users ");
        assertThat(requests.getLast()).startsWith("GET /api/v0/whoami ");
    }

    @Test
    void asksWhichClusterItIs() throws InterruptedException {
        answer =
                "{\"accountId\":\"%s\",\"clusterId\":\"%s\",\"name\":\"n\",".formatted(ID, ID)
                        + "\"state\":\"ready\",\"url\":\"http://n\",\"version\":\"1\"}";

        assertThat(client().getCluster().name()).isEqualTo("n");
        assertThat(requests.getFirst()).startsWith("GET /api/v0/cluster ");
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID",
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "405, INVALID",
        "409, CONFLICT",
        "413, INVALID",
        "429, BUSY",
        "500, SERVER",
        "503, UNAVAILABLE"
    })
    void tellsRefusalsApart(int code, ApiException.Kind kind) {
        status = code;
        answer = "{\"code\":" + code + ",\"message\":\"because\"}";

        assertFails(() -> client().listTokens(), kind, code, "because");
    }

    @ParameterizedTest
    @CsvSource({"404, <html>", "200, <html>", "200, {}", "500, ''", "404, '{\"error\":\"x\"}'"})
    void recognisesAnswersOfStrangers(int code, String body) {
        status = code;
        answer = body;

        assertFails(
                () -> client().listTokens(),
                ApiException.Kind.NOT_MANAGEMENT_API,
                code,
                uri() + " answered " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {414, 431})
    void saysThatTheRequestItselfIsTooLong(int code) {
        status = code;
        answer = "<html>";

        assertFails(
                () -> client().listTokens(),
                ApiException.Kind.INVALID,
                code,
                uri() + ", or a proxy before it, did not take the request");
    }

    @Test
    void saysThatANameMayHaveBeenRefusedOnTheWay() {
        status = 400;
        answer = "{\"code\":\"invalid\",\"message\":\"Invalid request path\"}";

        assertFails(
                () -> client().listTokens(),
                ApiException.Kind.NOT_MANAGEMENT_API,
                400,
                uri() + " answered 400, but not as a management API does: it is none, or it or a");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void saysWhereARedirectLeads(int code) {
        status = code;
        answer = "<html>moved</html>";
        location = "https://db.example/login?token=secret";

        assertFails(
                () -> client().listTokens(),
                ApiException.Kind.NOT_MANAGEMENT_API,
                code,
                uri()
                        + " answered "
                        + code
                        + " (redirect to https://db.example/login), but not as a management API"
                        + " does");
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void tellsThatAProxyDoesNotReachTheCluster(int code) {
        status = code;
        answer = "<html><h1>Bad Gateway</h1></html>";

        assertFails(
                () -> client().listTokens(),
                ApiException.Kind.SERVER,
                code,
                "a proxy or load balancer answers for " + uri() + ", which it does not reach");
    }

    @Test
    void namesTheClusterThatCannotBeReached() {
        URI gone = uri();
        server.stop(0);

        assertFails(
                () -> client(gone, Duration.ofSeconds(30)).listTokens(),
                ApiException.Kind.UNREACHABLE,
                0,
                gone.toString());
    }

    @Test
    void namesTheClusterWithoutTls() {
        try (ServerInClear server = ServerInClear.start()) {
            assertFails(
                    () -> askUntilHeard(client(server.secureUrl(), Duration.ofSeconds(10))),
                    ApiException.Kind.TLS,
                    0,
                    server.secureUrl().toString());
        }
    }

    /// [ServerInClear] says why once may not do.
    private static void askUntilHeard(ManagementClient client) throws InterruptedException {
        for (int attempt = 1; attempt < 5; attempt++) {
            try {
                client.listTokens();
                return;
            } catch (ApiException e) {
                if (e.kind() != ApiException.Kind.TIMEOUT) {
                    throw e;
                }
            }
        }
        client.listTokens();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret-text\n", "secret text", "secret-text\u00e9"})
    void keepsBrokenCredentialToItself(String text) {
        ManagementClient client =
                new ManagementClient(
                        http, uri(), () -> Secret.of(text), Duration.ofSeconds(30), "x");

        assertFails(client::listTokens, ApiException.Kind.UNAUTHORIZED, 0, "no token has");
        assertThat(requests).isEmpty();
    }

    @Test
    void givesUpOnSilentCluster() {
        silent = true;

        assertFails(
                () -> client(uri(), Duration.ofMillis(50)).listTokens(),
                ApiException.Kind.TIMEOUT,
                0,
                "no answer from " + uri());
    }
}
