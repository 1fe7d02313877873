// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever ends a move, it goes on from there, and nobody goes on in both places.
@Timeout(600)
final class MoveBrokenOffTest {
    @RegisterExtension static final MovePlaces places = new MovePlaces();

    /// Objects that are none of the catalog's make it longer.
    private void addFiles(int count) throws IOException {
        Path place = places.data().resolve("objects/data/1/2/extra");
        Files.createDirectories(place);
        for (int i = 0; i < count; i++) {
            Files.writeString(place.resolve(UUID.randomUUID() + ".parquet"), "file " + i);
        }
    }

    @Test
    void whatIsToldToEndGoesOnWhenItIsRunAgain() throws Exception {
        String token = places.fill();

        Path settings = places.settings();
        addFiles(400);
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CountDownLatch some = new CountDownLatch(1);
        Surroundings.End end =
                () -> {
                    boolean _ = waiting.complete(Thread.currentThread());
                    some.await();
                };
        PrintStream ending =
                new PrintStream(places.resultBytes(), true, StandardCharsets.UTF_8) {
                    @Override
                    public void print(String text) {
                        some.countDown();
                        joined(waiting.join());
                        super.print(text);
                    }
                };

        assertThat(places.move(settings, ending, true, end)).isEqualTo(1);

        assertThat(places.complaints())
                .isEqualTo(
                        "sluice: told to end before everything was moved: run it again to go on\n");
        assertThat(MovePlaces.files(places.objects())).hasSizeBetween(1, 401);
        assertThat(places.markFile()).doesNotExist();
        try (OneServer server = places.old()) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
        places.moved(settings);
        try (OneServer server = MovePlaces.open(places.data(), settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsKilledGoesOnWhenItIsRunAgain() throws Exception {
        String token = places.fill();
        addFiles(400);
        Path settings = places.settings();
        Process killed =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sluice.server.Main",
                                "move",
                                "--config",
                                settings.toString(),
                                "--data-dir",
                                places.data().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(places.directory().resolve("killed.log").toFile())
                        .start();
        while (MovePlaces.files(places.objects()).isEmpty() && killed.isAlive()) {
            Thread.sleep(1);
        }

        int _ = killed.destroyForcibly().waitFor();
        places.restartStore();

        places.moved(settings);
        assertThat(MovePlaces.files(places.objects())).hasSize(402);
        try (OneServer server = MovePlaces.open(places.data(), settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
    }

    /// As if it had been killed around the commit of the catalog.
    private void breakOff() throws IOException {
        MoveMark mark = MoveMark.read(places.markFile());
        new MoveMark(mark.file(), mark.catalog(), mark.files(), false)
                .write(OneServer.host().clock().instant());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatBrokeOffAfterTheCommitIsEndedAndNobodyGoesOnBefore(boolean inBucket) throws Exception {
        String token = places.fill();
        Path settings =
                Files.writeString(
                        places.directory().resolve("stateless.yaml"),
                        places.database()
                                + places.store()
                                + "sluice: {objectStore: {prefix: one}, log: {inBucket: "
                                + inBucket
                                + "}}\n");
        places.moved(settings);
        breakOff();

        assertThatThrownBy(() -> places.old().close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("was being moved to PostgreSQL at 127.0.0.1:")
                .hasMessageContaining("end it with `sluice move`");
        assertThatThrownBy(() -> MovePlaces.open(places.data(), settings).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("when that broke off");
        // Another machine's server has gone on there meanwhile.
        Path next = places.directory().resolve("next");
        Files.createDirectories(next);
        try (OneServer server = MovePlaces.open(next, settings)) {
            MovePlaces.write(server, "plant", token, "m f=5 5");
        }

        places.moved(settings);

        try (OneServer server = MovePlaces.open(places.data(), settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0", "5.0");
        }
    }

    @Test
    void whatBrokeOffBeforeTheCommitIsEndedInTheSamePlace() throws Exception {
        String token = places.fill();
        Path settings = places.settings();
        places.moved(settings);
        breakOff();
        String _ =
                places.postgres()
                        .psql(places.dsn(), "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public");
        String first = places.dsn();
        places.name(places.newDatabase());
        assertThat(places.move(places.settings())).isEqualTo(1);
        assertThat(places.complaints())
                .contains("when that broke off: end it with settings that name these places");
        places.name(first);

        places.moved(places.settings());

        try (OneServer server = MovePlaces.open(places.data(), settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
    }
}
