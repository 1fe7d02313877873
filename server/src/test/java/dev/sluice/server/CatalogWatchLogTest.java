// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.sql.CatalogWatch;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Secret;
import dev.sluice.testkit.PostgresServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What one who stands by says while nobody could take over.
final class CatalogWatchLogTest {
    @Test
    void theDatabaseIsSaidToBeAwayAndBackOnce() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (PostgresServer postgres = PostgresServer.start();
                CapturedLog log = CapturedLog.ofTheProduct()) {
            String _ = postgres.createDatabase("catalog");
            CatalogWatch watch =
                    new CatalogWatch(
                            new PostgresConfig(
                                    List.of(new PostgresConfig.Host("127.0.0.1", postgres.port())),
                                    false,
                                    "catalog",
                                    null,
                                    PostgresServer.USER,
                                    Secret.of(PostgresServer.PASSWORD),
                                    PostgresConfig.Tls.DISABLE,
                                    PostgresConfig.CertificateFiles.NONE),
                            null,
                            CatalogWatch.SILENCE_MAX);
            assertThat(watch.isTaken(end)).isFalse();

            postgres.stop();
            assertThat(watch.isTaken(end)).isTrue();
            assertThat(watch.isTaken(end)).isTrue();
            postgres.resume();
            assertThat(watch.isTaken(end)).isFalse();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("the catalog's database is"))
                    .satisfiesExactly(
                            away ->
                                    assertThat(away)
                                            .contains("is away", "nobody can take over")
                                            .doesNotContain(PostgresServer.PASSWORD),
                            back -> assertThat(back).contains("is back"));
        }
    }
}
