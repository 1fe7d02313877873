// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reading a catalog that another process changes.
@Timeout(180)
final class PostgresFollowerTest {
    private static final Patience LONG = Patience.of(Duration.ofMinutes(2));
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    private static PostgresCatalog owner() {
        return PostgresCatalog.open(postgres.config(), null, LONG, InstantSource.system());
    }

    private static PostgresFollower follower() {
        return follower(postgres.config());
    }

    private static PostgresFollower follower(PostgresConfig config) {
        return PostgresFollower.open(config, null, LONG, "");
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    @Test
    void anyNumberReadsBesideTheOneThatChangesIt() {
        try (PostgresCatalog owner = owner();
                PostgresFollower one = follower();
                PostgresFollower two = follower()) {
            assertThat(one.snapshot().clusterId()).isEqualTo(owner.snapshot().clusterId());
            for (int i = 0; i < 20; i++) {
                owner.commit(database("db" + i)).require();
                one.catchUp();
                assertThat(one.snapshot().findDatabase("db" + i)).isPresent();
                two.reach(owner.opening(), owner.snapshot().version());
                assertThat(two.snapshot().findDatabase("db" + i)).isPresent();
            }
            assertThatThrownBy(() -> two.reach(owner.opening(), owner.snapshot().version() + 1))
                    .hasMessageContaining("127.0.0.1")
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused ->
                                    assertThat(refused.problem().message())
                                            .startsWith("the catalog is behind what the ingester"));
        }
    }

    /// What it says may be old, however new the catalog is that it knows.
    @Test
    void whoeverHasLostTheCatalogIsNotBelieved() {
        UUID former;
        try (PostgresCatalog owner = owner()) {
            former = owner.opening();
        }
        try (PostgresFollower follower = follower()) {
            follower.reach(former, follower.snapshot().version());
            try (PostgresCatalog owner = owner()) {
                follower.catchUp();

                assertThatThrownBy(() -> follower.reach(former, 0))
                        .hasMessageContaining("another one has taken over from it")
                        .hasMessageNotContaining("127.0.0.1");
                follower.reach(owner.opening(), owner.snapshot().version());
            }
        }
    }

    @Test
    void waitsUntilSomebodyHasMadeTheCatalog() throws Exception {
        String _ = postgres.server().createDatabase("later");
        PostgresConfig config = of("later", postgres.config().user(), postgres.config().password());
        assertThatThrownBy(() ->
                        PostgresFollower.open(config, null, Patience.of(Duration.ZERO), "").close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(e.problem().code()).isEqualTo("catalog_not_ready");
                            assertThat(e.problem().message())
                                    .contains("has not been made yet: start the server");
                        });

        CountDownLatch asked = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<PostgresFollower> opening =
                    threads.submit(() -> {
                        asked.countDown();
                        return follower(config);
                    });
            asked.await();
            try (Catalog owner = PostgresCatalog.open(config, null, LONG, InstantSource.system());
                    PostgresFollower opened = opening.get()) {
                assertThat(opened.snapshot().clusterId()).isEqualTo(owner.snapshot().clusterId());
            }
        }
    }

    @Test
    void refusesTheCatalogOfANewerSluice() throws Exception {
        owner().close();
        postgres.future();
        try {
            assertThatThrownBy(() -> follower().close())
                    .hasMessageContaining("was written by a newer Sluice");
        } finally {
            postgres.undoFuture();
        }
    }

    @Test
    void stopsReadingACatalogThatANewerSluiceHasTakenOver() throws Exception {
        try (Catalog _ = owner();
                PostgresFollower follower = follower()) {
            postgres.future();
            try {
                assertThatThrownBy(follower::catchUp)
                        .hasMessageContaining("was brought up to date by a newer Sluice");
            } finally {
                postgres.undoFuture();
            }
        }
    }

    @Test
    void needsNoLeaveToChangeAnything() throws Exception {
        try (Catalog owner = owner()) {
            postgres.execute("DROP ROLE IF EXISTS reader");
            postgres.execute("CREATE ROLE reader LOGIN PASSWORD 'x'");
            postgres.execute("GRANT pg_read_all_data TO reader");
            PostgresConfig config = of(postgres.config().database(), "reader", Secret.of("x"));
            try (PostgresFollower follower = follower(config)) {
                owner.commit(database("db")).require();
                follower.catchUp();
                assertThat(follower.snapshot().findDatabase("db")).isPresent();
            }
        }
    }

    @Test
    void saysWhenTheDatabaseIsAwayAndGoesOnWhenItIsBack() throws Exception {
        try (Catalog owner = owner();
                PostgresFollower follower = follower()) {
            postgres.server().stop();
            try {
                assertThatThrownBy(follower::catchUp)
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e ->
                                        assertThat(e.problem().message())
                                                .contains("cannot be asked what is new"));
            } finally {
                postgres.server().resume();
            }

            follower.catchUp();
            commitWhenItKnows(owner, database("back"));
            follower.catchUp();
            assertThat(follower.snapshot().findDatabase("back")).isPresent();
        }
    }

    /// The first commit may find that its connection is gone.
    private static void commitWhenItKnows(Catalog owner, CatalogChange change) {
        try {
            owner.commit(change).require();
        } catch (ProblemException _) {
            owner.commit(change).require();
        }
    }

    private static PostgresConfig of(
            @Nullable String database, @Nullable String user, @Nullable Secret password) {
        PostgresConfig config = postgres.config();
        return postgres.with(database, user, password, config.tls());
    }
}
