// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.connection.ConnectionTrouble;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends line protocol to `POST /api/v2/write`, one batch after the other, and stops at the first
/// one that is refused (admin.md 3.7).
public final class LineWriter {
    /// The largest answer that is read.
    static final int ANSWER_BYTES_MAX = 1 << 20;

    /// Smaller bodies are not worth compressing.
    static final int COMPRESSED_BYTES_MIN = 16 << 10;

    private final ClusterConnections connections;
    private final Profile profile;
    private final Secret token;
    private final Duration timeout;

    /// @param connections open the connection
    /// @param profile where the cluster is
    /// @param token a database token
    /// @param timeout for one batch
    public LineWriter(
            ClusterConnections connections, Profile profile, Secret token, Duration timeout) {
        this.connections = connections;
        this.profile = profile;
        this.token = token;
        this.timeout = timeout;
    }

    /// Writes everything that `input` has.
    ///
    /// @param precision a word of data.md 2.3
    /// @param batchLines the most lines of one request
    /// @param progress is told of each batch
    /// @return how many lines were written
    /// @throws ProblemException `write_failed`, which says what was written before; line numbers in
    ///   it count from the beginning of the input
    public long write(
            String database,
            String precision,
            InputStream input,
            int batchLines,
            WriteProgress progress)
            throws IOException, InterruptedException {
        URI target = target(database, precision);
        LineBatches batches = new LineBatches(input, batchLines);
        try (HttpClient http = connections.http(profile, timeout)) {
            long written = 0;
            for (LineBatch batch = batches.next(); batch != null; batch = batches.next()) {
                send(http, target, batch);
                written = batch.lastLine();
                progress.wrote(batch);
            }
            return written;
        }
    }

    private URI target(String database, String precision) {
        String query =
                "?bucket="
                        + URLEncoder.encode(database, StandardCharsets.UTF_8)
                        + "&precision="
                        + URLEncoder.encode(precision, StandardCharsets.UTF_8);
        return profile.origin().resolve("/api/v2/write" + query);
    }

    private void send(HttpClient http, URI target, LineBatch batch) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .timeout(timeout)
                        .header("Authorization", "Bearer " + token.reveal())
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .header("User-Agent", connections.userAgent());
        if (batch.body().length < COMPRESSED_BYTES_MIN) {
            request.POST(BodyPublishers.ofByteArray(batch.body()));
        } else {
            request.header("Content-Encoding", "gzip");
            request.POST(BodyPublishers.ofByteArray(Gzip.fast(batch.body())));
        }
        exchange(http, request.build(), batch);
    }

    private void exchange(HttpClient http, HttpRequest request, LineBatch batch)
            throws InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request,
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            if (response.statusCode() / 100 != 2) {
                throw WriteRefusal.explain(batch, response).asException();
            }
        } catch (IOException e) {
            Problem trouble = ConnectionTrouble.explain(profile, e);
            String message = trouble.message() + WriteRefusal.before(batch);
            throw new ProblemException(new Problem(trouble.kind(), trouble.code(), message), e);
        }
    }
}
