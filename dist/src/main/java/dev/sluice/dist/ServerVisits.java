// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;

/// What the first clients of a new server do: an administrator makes a database and a token, a
/// collector writes, dashboards ask, all of them often enough for the JVM to see what is worth
/// compiling.
final class ServerVisits implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUNDS = 300;
    private static final int HOSTS = 50;
    private static final long START_SECONDS = 1_700_000_000L;
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:access_token|accessToken)\"\\s*:\\s*\"([^\"]+)\"");

    private static final List<String> SQL =
            List.of(
                    "SELECT date_bin(INTERVAL '1 minute', time) AS time, max(usage) AS usage FROM cpu"
                            + " WHERE host IN ('h%d') AND time >= '2023-11-14T22:00:00Z' GROUP BY 1 ORDER BY 1",
                    "SELECT * FROM cpu WHERE host = 'h%d' AND usage > 10.0",
                    "SELECT DISTINCT ON (host) * FROM cpu ORDER BY host, time DESC",
                    "SELECT host, avg(usage) AS usage FROM cpu GROUP BY host ORDER BY host LIMIT %d");
    private static final List<String> INFLUXQL =
            List.of(
                    "SELECT mean(usage) FROM cpu WHERE host = 'h%d' AND time >= 1700000000s"
                            + " AND time < 1700003600s GROUP BY time(1m)",
                    "SELECT last(usage) FROM cpu GROUP BY host",
                    "SELECT * FROM cpu WHERE host = 'h%d' ORDER BY time DESC LIMIT 10");

    private final URI server;
    private final HttpClient http = HttpClient.newHttpClient();

    /// @param server where it answers
    ServerVisits(URI server) {
        this.server = server;
    }

    /// Makes all visits.
    ///
    /// @param data the server's data directory, where its admin token is
    void make(Path data) throws IOException, InterruptedException {
        get("/health", "");
        String admin = found(Files.readString(data.resolve("secrets/token.json")));
        get("/api/v0/databases", admin);
        post("/api/v0/databases", admin, "{\"name\":\"first\"}");
        String token =
                found(
                        post(
                                "/api/v0/tokens",
                                admin,
                                "{\"description\":\"first\",\"permissions\":["
                                        + "{\"action\":\"read\",\"resource\":\"first\"},"
                                        + "{\"action\":\"write\",\"resource\":\"first\"}]}"));
        for (int round = 0; round < ROUNDS; round++) {
            post("/api/v2/write?bucket=first&precision=s", token, lines(round));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (String text : INFLUXQL) {
                String query = text.formatted(round % HOSTS);
                get("/query?db=first&q=" + URLEncoder.encode(query, UTF_8), token);
            }
        }
        askInSql(token);
    }

    private static String lines(int round) {
        StringBuilder lines = new StringBuilder();
        for (int host = 0; host < HOSTS; host++) {
            lines.append(
                    "cpu,host=h%d,region=r%d usage=%d,idle=%d.5,user=%di %d\n"
                            .formatted(
                                    host,
                                    host % 3,
                                    (round * 7 + host) % 100,
                                    round % 90,
                                    round,
                                    START_SECONDS + 10L * round));
        }
        return lines.toString();
    }

    // Flight's streams declare any exception on close.
    @SuppressWarnings("try")
    private void askInSql(String token) throws IOException {
        CallOption credential =
                new CredentialCallOption(
                        headers -> headers.insert("authorization", "Bearer " + token));
        try (RootAllocator memory = new RootAllocator();
                FlightClient client =
                        FlightClient.builder(
                                        memory,
                                        Location.forGrpcInsecure(
                                                server.getHost(), server.getPort()))
                                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String text : SQL) {
                    String ticket =
                            "{\"database\":\"first\",\"sql_query\":\"%s\"}"
                                    .formatted(text.formatted(1 + round % HOSTS));
                    try (FlightStream stream =
                            client.getStream(new Ticket(ticket.getBytes(UTF_8)), credential)) {
                        while (stream.next()) {
                            // Rows are only fetched.
                        }
                    }
                }
            }
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static String found(String json) {
        Matcher token = TOKEN.matcher(json);
        if (!token.find()) {
            throw ServerTraining.failed("gave no token");
        }
        return token.group(1);
    }

    private String get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token).GET().build());
    }

    private String post(String path, String token, String body)
            throws IOException, InterruptedException {
        String type = body.startsWith("{") ? "application/json" : "text/plain";
        return send(
                request(path, token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw ServerTraining.failed(
                    "answered %s with status %d"
                            .formatted(request.uri().getPath(), answer.statusCode()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
