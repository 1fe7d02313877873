// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Duty;
import dev.sluice.catalog.Turn;
import dev.sluice.catalog.sql.Patience;
import dev.sluice.catalog.sql.PostgresCatalog;
import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Secret;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a process says that could do some work and has no connection for it.
@Timeout(120)
final class TurnLogTest {
    @Test
    void whoseRoleMayHaveNoOtherConnectionSaysSoOnce() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                CapturedLog log = CapturedLog.ofTheProduct()) {
            String all = postgres.dsn("postgres");
            String dsn = postgres.createDatabase("catalog");
            String _ = postgres.psql(all, "CREATE ROLE few LOGIN PASSWORD 'x'");
            String _ = postgres.psql(all, "ALTER DATABASE catalog OWNER TO few");
            try (PostgresCatalog catalog = open(postgres.port());
                    Turn turn = catalog.turn(Duty.MERGING, Turn.Tenure.PASS)) {
                Waiting.until(
                        "one connection is left of those of the start",
                        () ->
                                postgres.psql(
                                                dsn,
                                                "SELECT count(*) FROM pg_stat_activity WHERE"
                                                        + " usename = 'few'")
                                        .equals("1\n"));
                String _ = postgres.psql(all, "ALTER ROLE few CONNECTION LIMIT 1");
                assertThat(turn.take()).isFalse();
                assertThat(turn.take()).isFalse();
                String _ = postgres.psql(all, "ALTER ROLE few CONNECTION LIMIT 2");
                assertThat(turn.take()).isTrue();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("no connection left"))
                    .singleElement()
                    .asString()
                    .contains("too many connections for role \"few\"", "merging");
        }
    }

    private static PostgresCatalog open(int port) {
        return PostgresCatalog.open(
                new PostgresConfig(
                        List.of(new PostgresConfig.Host("127.0.0.1", port)),
                        false,
                        "catalog",
                        null,
                        "few",
                        Secret.of("x"),
                        PostgresConfig.Tls.DISABLE,
                        PostgresConfig.CertificateFiles.NONE),
                null,
                Patience.of(Duration.ZERO),
                InstantSource.system());
    }
}
