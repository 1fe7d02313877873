// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that ends while a write is still arriving (data.md 2.11).
final class DrainingTest {
    @TempDir private Path directory;

    @Test
    @Conforms("D-82")
    void healthSaysSoWhileTheLastWriteIsStillTaken() throws Exception {
        DataServer server =
                new DataServer(directory, Map.of(), Map.of("http.shutdownGraceSeconds", "60"))
                        .withDatabase("db");
        URI url = URI.create(server.url() + "/health");
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newHttpClient();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            String head =
                    "POST /write?db=db HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Content-Length: 5\r\nAuthorization: Token "
                            + server.token("write db")
                            + "\r\n\r\nm f=";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            assertThat(health(client, url)).isEqualTo("200 OK");

            Future<?> ending = other.submit(server::close);
            String health = health(client, url);
            while (health.equals("200 OK")) {
                health = health(client, url);
            }
            assertThat(health).startsWith("503 ");
            socket.getOutputStream().write('1');

            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 204");
            ending.get();
        }
    }

    private static String health(HttpClient client, URI url) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
