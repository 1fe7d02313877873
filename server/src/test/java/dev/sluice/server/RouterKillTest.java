// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The process that takes writes dies, or is told to stop, while they come through another one: who
/// has waited got 204, and nothing is missing.
@Timeout(600)
final class RouterKillTest {
    private static final int WRITERS = 40;
    private static final int STOPS = 3;
    private static final int WRITES_BETWEEN_STOPS = 400;

    @TempDir private Path directory;

    @Test
    void nobodyIsToldAndNothingIsMissing() throws Exception {
        int port = FreePorts.next();
        try (PostgresServer postgres = PostgresServer.start()) {
            Map<String, String> catalog =
                    Map.of("INFLUXDB_IOX_CATALOG_DSN", postgres.createDatabase("catalog"));
            List<String> options = List.of("--port", String.valueOf(port));
            Path place = Files.createDirectories(directory.resolve("all"));
            ServerProcess all = new ServerProcess(place, "512m", catalog, options);
            try (OneServer router = router(port, catalog, place);
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(all.post("/api/v0/databases", "{\"name\":\"db\"}").statusCode())
                        .isEqualTo(200);
                String token = all.adminToken();
                AtomicInteger written = new AtomicInteger();
                AtomicInteger ends = new AtomicInteger();
                List<Future<Integer>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    writers.add(threads.submit(() -> write(router, token, writer, written, ends)));
                }
                try {
                    for (int stop = 1; stop <= STOPS; stop++) {
                        while (written.get() < stop * WRITES_BETWEEN_STOPS
                                && writers.stream().noneMatch(Future::isDone)) {
                            Thread.sleep(5);
                        }
                        if (stop % 2 == 0) {
                            all.close();
                        } else {
                            all.kill();
                        }
                        all = new ServerProcess(place, "512m", catalog, options);
                    }
                } finally {
                    ends.set(1);
                }
                int acknowledged = 0;
                for (Future<Integer> writer : writers) {
                    acknowledged += writer.get();
                }
                HttpResponse<String> counted =
                        all.get("/query?db=db&q=SELECT%20count(f)%20FROM%20m");
                assertThat(counted.body()).contains("," + acknowledged + "]");
                assertThat(acknowledged).isGreaterThanOrEqualTo(STOPS * WRITES_BETWEEN_STOPS);
            } finally {
                all.close();
            }
        }
    }

    private OneServer router(int port, Map<String, String> catalog, Path all) {
        Path place = directory.resolve("router");
        Map<String, String> flags = new HashMap<>(OneServer.source(place, 0).flags());
        // However slow this machine is.
        flags.put("cluster.writeHoldSeconds", "600");
        flags.put("cluster.ingester", "http://127.0.0.1:" + port);
        flags.put("access.keyDirectory", all.resolve("data/secrets/rsa-keys").toString());
        return new OneServer(
                place, new ConfigSource(null, catalog, flags), OneServer.host(), Role.ROUTER);
    }

    /// Writes until it is told to end, each point once.
    ///
    /// @return how many
    private static int write(
            OneServer router, String token, int writer, AtomicInteger written, AtomicInteger ends)
            throws Exception {
        int own = 0;
        while (ends.get() == 0) {
            HttpResponse<String> answer =
                    router.write("db", token, "m,w=" + writer + " f=1i " + own);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
            own++;
            written.incrementAndGet();
        }
        return own;
    }
}
