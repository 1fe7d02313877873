// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.openapi.CheckedClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// A door on a free port of this machine, and a client for it.
final class OpenDoor implements AutoCloseable {
    private final BodyMemory memory;
    private final HttpDoor door;
    private final InetSocketAddress address;
    private final HttpClient client;

    OpenDoor(BodyMemory memory, Endpoint... endpoints) {
        this(memory, HttpClient.Version.HTTP_1_1, endpoints);
    }

    OpenDoor(BodyMemory memory, HttpClient.Version version, Endpoint... endpoints) {
        this(memory, version, Duration.ofSeconds(60), endpoints);
    }

    OpenDoor(
            BodyMemory memory,
            HttpClient.Version version,
            Duration bodyWait,
            Endpoint... endpoints) {
        this.memory = memory;
        this.door =
                new HttpDoor(
                        new HttpDoor.Settings(
                                "127.0.0.1",
                                0,
                                "--port",
                                bodyWait,
                                Duration.ofSeconds(10),
                                List.of(),
                                null),
                        List.of(endpoints),
                        memory);
        this.address = door.open();
        this.client = CheckedClient.of(HttpClient.newBuilder().version(version).build());
    }

    List<String> routeTable() {
        return door.routeTable();
    }

    InetSocketAddress address() {
        return address;
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + address.getPort() + pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String pathAndQuery)
            throws IOException, InterruptedException {
        return send(request(pathAndQuery).method(method, BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String pathAndQuery, String token, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(request(pathAndQuery).header("Authorization", "Token " + token).POST(body));
    }

    /// Fails when a request left memory taken.
    void checkMemory() {
        if (memory.bytesTaken() != 0) {
            throw new AssertionError(
                    memory.bytesTaken() + " bytes of bodies were never given back");
        }
    }

    /// Closes the port alone.
    void closeDoor() {
        door.close();
    }

    @Override
    public void close() {
        client.close();
        door.close();
        checkMemory();
    }
}
