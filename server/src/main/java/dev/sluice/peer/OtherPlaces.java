// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Whether a process works at one of some places, where the one that was asked elsewhere is long in
/// answering: of a machine that has gone nobody says that it has. Many who wait share a look. Safe
/// for many threads.
final class OtherPlaces {
    /// From one look to the next, and how long one takes at most.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int OK = 200;

    private final HttpClient client;
    private final List<URI> health;
    private long nextNanos = System.nanoTime();
    private long foundNanos = nextNanos - 2 * PAUSE.toNanos();

    /// @param roots what every path begins with, by place
    OtherPlaces(HttpClient client, List<String> roots) {
        this.client = client;
        this.health = roots.stream().map(root -> URI.create(root + "/health")).toList();
    }

    /// Whether one works, as the last look has found; begins another one when it is time.
    synchronized boolean oneWorks() {
        long now = System.nanoTime();
        if (nextNanos - now <= 0) {
            nextNanos = now + PAUSE.toNanos();
            health.forEach(this::look);
        }
        return now - foundNanos < 2 * PAUSE.toNanos();
    }

    private void look(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PAUSE).build();
        var _ =
                client.sendAsync(request, BodyHandlers.discarding())
                        .thenAccept(answer -> {
                            if (answer.statusCode() == OK) {
                                found();
                            }
                        });
    }

    private synchronized void found() {
        foundNanos = System.nanoTime();
    }
}
