// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Waits until a program that was just started answers.
public final class Waiting {
    /// How long to wait between two looks, where nothing else is said.
    static final Duration STEP = Duration.ofMillis(100);

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Duration step;

    /// Looks ten times a second.
    ///
    /// @param http asks whether the program answers
    public Waiting(HttpClient http) {
        this(http, STEP);
    }

    /// @param http asks whether the program answers
    /// @param step how long to wait between two looks
    public Waiting(HttpClient http, Duration step) {
        this.http = http;
        this.step = step;
    }

    /// Returns once a GET of `address` gives status 200.
    ///
    /// @param process the program that should answer there
    /// @param patience how long to wait
    /// @throws dev.sluice.model.ProblemException *unavailable* when the program ended, with the
    ///   last line that it wrote, or when it does not answer in time; then it is stopped
    public void untilReady(DetachedProcess process, URI address, Duration patience)
            throws IOException, InterruptedException {
        var since = new Stopwatch();
        while (!answers(address)) {
            if (process.awaitEnd(step)) {
                throw ended(process);
            }
            if (since.isPast(patience)) {
                process.kill();
                throw tooSlow(process, patience);
            }
        }
        if (!process.isAlive()) {
            throw ended(process);
        }
    }

    /// Whether a GET of `address` gives status 200 now.
    public boolean answers(URI address) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(ANSWER_PATIENCE).GET().build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static RuntimeException ended(DetachedProcess process) throws IOException {
        String words = process.lastWords();
        return Problem.unavailable(
                        "program_ended",
                        "%s ended while starting: %s (its log: %s)"
                                .formatted(
                                        process.launch().name(),
                                        words.isEmpty() ? "it said nothing" : words,
                                        process.launch().log()))
                .asException();
    }

    private static RuntimeException tooSlow(DetachedProcess process, Duration patience) {
        return Problem.unavailable(
                        "program_too_slow",
                        "%s was not ready after %d seconds and was stopped (its log: %s)"
                                .formatted(
                                        process.launch().name(),
                                        patience.toSeconds(),
                                        process.launch().log()))
                .asException();
    }
}
