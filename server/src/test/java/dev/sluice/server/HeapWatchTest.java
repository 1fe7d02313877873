// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.PreparedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class HeapWatchTest {
    private static final long ROOM_BYTES = 4L * HeapWatch.PIECE_BYTES;

    private final AtomicInteger ends = new AtomicInteger();
    private long freeBytes;

    private final HeapWatch watch =
            new HeapWatch(this::take, 50 * ROOM_BYTES, ends::incrementAndGet);

    @TempDir private Path temporary;

    @Test
    void aHeapThatStaysFullIsTheEnd() {
        look(HeapWatch.LOOKS_IN_VAIN_MAX - 1);
        assertThat(ends).hasValue(0);

        assertThat(watch.look()).isTrue();

        assertThat(ends).hasValue(1);
    }

    @Test
    void roomStartsTheCountAnew() {
        look(HeapWatch.LOOKS_IN_VAIN_MAX - 1);
        freeBytes = ROOM_BYTES;
        look(1);
        freeBytes = 0;
        look(HeapWatch.LOOKS_IN_VAIN_MAX - 1);

        assertThat(ends).hasValue(0);
    }

    /// Somebody ends all the time where nobody gets memory.
    @Test
    void aPieceIsNoRoomOnceThereWasNone() {
        look(1);
        freeBytes = ROOM_BYTES - 1;
        look(HeapWatch.LOOKS_IN_VAIN_MAX - 2);

        assertThat(watch.look()).isTrue();
    }

    @Test
    void aPieceIsRoomEnoughWhereThereIsAlwaysOne() {
        freeBytes = HeapWatch.PIECE_BYTES;

        look(HeapWatch.LOOKS_IN_VAIN_MAX + 1);

        assertThat(ends).hasValue(0);
    }

    /// With a real heap, of a real server.
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aServerWithAFullHeapEndsAndSaysSo() throws Exception {
        Path data = temporary.resolve("data");
        PreparedKeys.offerTo(data.resolve("secrets"));
        Path errors = temporary.resolve("errors");

        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx96m",
                                "-XX:TieredStopAtLevel=1",
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Filled.class.getName(),
                                data.toString())
                        .redirectOutput(temporary.resolve("output").toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            assertThat(server.waitFor()).isEqualTo(3);
        } finally {
            Process _ = server.destroyForcibly();
        }

        assertThat(Files.readAllLines(errors))
                .as("what ends alone before is told in the form of the log")
                .anyMatch(line ->
                        line.startsWith("{")
                                && line.contains("a thread has ended by a failure")
                                && line.contains("{\"thread\":\"doomed\"}"))
                .contains(
                        "sluice: the heap has been full for 20 seconds, and this process ends, to be"
                                + " started anew; JDK_JAVA_OPTIONS=-Xmx... gives it more");
    }

    private void take(long bytes) {
        if (bytes > freeBytes) {
            throw new OutOfMemoryError("full");
        }
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(watch.look()).isFalse();
        }
    }

    /// A server in whose process somebody holds all memory that there is, from when it serves.
    static final class Filled {
        private static final List<Object> held = new ArrayList<>(1 << 20);

        private Filled() {}

        public static void main(String... arguments) {
            Path data = Path.of(arguments[0]);
            Thread _ = Thread.ofPlatform().daemon().start(() -> fill(data.resolve("server.json")));
            Main.main("serve", "--data-dir", data.toString(), "--port", "0");
        }

        private static void fill(Path ready) {
            try {
                while (!Files.exists(ready)) {
                    Thread.sleep(100);
                }
                Thread.ofPlatform().name("doomed").start(Filled::fail).join();
                while (true) {
                    hold();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void fail() {
            throw new IllegalStateException("as the test wants it");
        }

        private static void hold() throws InterruptedException {
            try {
                held.add(new byte[1000]);
            } catch (OutOfMemoryError _) {
                Thread.sleep(200);
            }
        }
    }
}
