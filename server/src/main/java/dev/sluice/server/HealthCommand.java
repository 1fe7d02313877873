// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sluice health`: for engines of containers, which run a command to know how a server is, in an
/// image that has no other program to ask it with.
@Command(
        name = "health",
        description = "Ask the server that runs on the data directory whether it serves.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HealthCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 5_000;

    /// The server's own words are a few letters; nobody else's are repeated at length.
    private static final int ANSWER_BYTES_MAX = 200;

    private final Surroundings surroundings;
    @Mixin private SettingsOptions options = new SettingsOptions();

    HealthCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new SettingsCommand(surroundings)
                .run(options.source(surroundings.host(), Map.of()), this::ask);
    }

    private void ask(ServerConfig config) {
        Path file = DataDirectory.readyFile(config.sluice().data().directory());
        URI health = ReadyFile.health(file);
        if (!health.getScheme().equals("http")) {
            throw Problem.unavailable(
                            "tls_only",
                            "the server speaks TLS alone, for other names than this machine's: set"
                                    + " sluice.metrics.port to 0, so that it can be asked in clear"
                                    + " at a loopback address")
                    .asException();
        }
        surroundings.out().println(answer(health));
    }

    private static String answer(URI health) {
        int status;
        String word;
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            status = connection.getResponseCode();
            word = word(connection, status);
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "no_answer",
                            health + " does not answer: " + FileTrouble.sentence(failed)),
                    failed);
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw Problem.unavailable("unhealthy", health + " answers " + status + ": " + word)
                    .asException();
        }
        return word;
    }

    private static String word(HttpURLConnection connection, int status) throws IOException {
        try (InputStream body =
                status < HttpURLConnection.HTTP_BAD_REQUEST
                        ? connection.getInputStream()
                        : connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(ANSWER_BYTES_MAX), UTF_8).strip();
        }
    }
}
