// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.Duty;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.Turn;
import dev.sluice.catalog.Turn.Tenure;
import dev.sluice.model.DatabaseName;
import dev.sluice.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Who does the work, of several processes.
@Timeout(180)
final class TurnTest {
    private static final Patience LONG = Patience.of(Duration.ofMinutes(2));
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    @TempDir private Path directory;
    private StoredCatalog server;
    private StoredCatalog beside;

    @BeforeEach
    void open() {
        server = PostgresCatalog.open(postgres.config(), null, LONG, InstantSource.system());
        beside = PostgresCatalog.openBeside(postgres.config(), null, LONG, InstantSource.system());
    }

    @AfterEach
    void close() {
        beside.close();
        server.close();
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    /// Sessions that come and go, so that the database does not get to the end of another at once.
    private static final class Load implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean over;

        Load() {
            for (int i = 0; i < 8; i++) {
                var _ =
                        threads.submit(() -> {
                            while (!over) {
                                postgres.execute("SELECT 1");
                            }
                            return null;
                        });
            }
        }

        @Override
        public void close() {
            over = true;
            threads.close();
        }
    }

    /// As when the process with the turn is ended by force.
    private static void endSessions() throws Exception {
        postgres.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice merging'");
    }

    @Test
    void whoIsThereForLifeTakesOverAtTheEndOfAPassAndKeepsIt() {
        try (Turn passing = server.turn(Duty.MERGING, Tenure.PASS);
                Turn staying = beside.turn(Duty.MERGING, Tenure.LIFE)) {
            assertThat(passing.take()).isTrue();
            assertThat(staying.take()).isFalse();
            assertThat(passing.isHeld()).isTrue();
            passing.give();
            assertThat(passing.isHeld()).isFalse();

            assertThat(staying.take()).isTrue();
            staying.give();
            assertThat(passing.take()).isFalse();
            assertThat(staying.take()).isTrue();
            assertThat(staying.isHeld()).isTrue();
        }
    }

    @Test
    void whoeverClosesHasGivenTheTurnBackByThen() throws Exception {
        try (Load _ = new Load();
                Turn passing = server.turn(Duty.MERGING, Tenure.PASS)) {
            for (int i = 0; i < 50; i++) {
                try (Turn staying = beside.turn(Duty.MERGING, Tenure.LIFE)) {
                    assertThat(staying.take()).isTrue();
                    assertThat(passing.take()).isFalse();
                }
                assertThat(passing.take()).isTrue();
                passing.give();
            }
        }
    }

    @Test
    void whoIsThereForAPassGoesOnWhenTheOtherIsGone() throws Exception {
        try (Turn passing = server.turn(Duty.MERGING, Tenure.PASS)) {
            try (Turn staying = beside.turn(Duty.MERGING, Tenure.LIFE)) {
                assertThat(staying.take()).isTrue();
                assertThat(passing.take()).isFalse();
                endSessions();
                assertThat(staying.isHeld()).isFalse();
                // Its own session was ended, too.
                assertThat(passing.take()).isFalse();
                assertThat(passing.take()).isTrue();
                assertThat(staying.take()).isFalse();
                passing.give();
                assertThat(staying.take()).isTrue();
            }
        }
    }

    @Test
    void dutiesAreApart() {
        try (Turn merging = server.turn(Duty.MERGING, Tenure.PASS);
                Turn collecting = beside.turn(Duty.COLLECTING, Tenure.LIFE)) {
            assertThat(merging.take()).isTrue();
            assertThat(collecting.take()).isTrue();
        }
    }

    @Test
    void whoeverHasTheTurnKnowsWhatOthersHaveCommitted() {
        try (Turn turn = beside.turn(Duty.MERGING, Tenure.LIFE)) {
            for (int i = 0; i < 5; i++) {
                server.commit(database("d" + i)).require();
                assertThat(turn.take()).isTrue();
                assertThat(beside.snapshot().findDatabase("d" + i)).isPresent();
            }
        }
    }

    @Test
    void nobodyHasTheTurnOnASchemaThatIsNotHis() throws Exception {
        try (Turn staying = beside.turn(Duty.MERGING, Tenure.LIFE)) {
            assertThat(staying.take()).isTrue();
            postgres.future();
            try {
                assertThat(staying.isHeld()).isFalse();
                assertThat(staying.take()).isFalse();
            } finally {
                postgres.undoFuture();
            }
            try (Turn newer = server.turn(Duty.MERGING, Tenure.PASS)) {
                assertThat(newer.take()).isTrue();
            }
        }
    }

    @Test
    void nobodyHasTheTurnWhileTheDatabaseIsAway() throws Exception {
        try (Turn turn = beside.turn(Duty.COLLECTING, Tenure.LIFE)) {
            assertThat(turn.take()).isTrue();
            postgres.server().stop();
            try {
                assertThat(turn.take()).isFalse();
                assertThat(turn.isHeld()).isFalse();
            } finally {
                postgres.server().resume();
            }
            Waiting.until("it is its turn", turn::take);
        }
    }

    @Test
    void aCopyIsNotRestoredUnderAProcessThatMayChangeTheCatalog() throws Exception {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        long _ = server.dump().write(directory, copy, OutputStream.nullOutputStream());
        server.close();

        assertThatThrownBy(() ->
                        postgres.server()
                                .psql(
                                        postgres.server().dsn("catalog"),
                                        copy.toString(StandardCharsets.UTF_8)))
                .hasMessageContaining("a server has this catalog open: stop it first");
    }

    @Test
    void itIsAlwaysTheTurnOfTheOneProcessOfAFile() {
        try (SqlCatalog file = SqlCatalog.open(directory.resolve("catalog.db"));
                Turn turn = file.turn(Duty.MERGING, Tenure.PASS)) {
            assertThat(turn.take()).isTrue();
            assertThat(turn.isHeld()).isTrue();
        }
    }
}
