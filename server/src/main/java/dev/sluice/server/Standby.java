// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.sql.CatalogWatch;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.http.Readiness;
import dev.sluice.metrics.Meters;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A server that waits until nobody else has the catalog, to do everything then. Meanwhile its port
/// is open, and says 503: whoever looks after it knows that it lives, and sends nothing there.
final class Standby {
    /// Between two looks.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ServerConfig config;
    private final CatalogWatch watch;
    private final Host host;
    private final CommonParts parts;

    Standby(ServerConfig config, PostgresConfig database, ConfigSource source, Host host) {
        this.config = config;
        this.watch = CatalogStore.watch(database, config, host);
        this.host = host;
        this.parts = new CommonParts(config, source, host);
    }

    /// Returns when nobody else has the catalog, or the process is told to end.
    ///
    /// @param end completed when it is told so
    /// @param told gets the URL, where it has to wait
    /// @return whether it had to wait
    /// @throws ProblemException in one sentence with the next step, when it cannot wait either
    boolean await(CompletableFuture<?> end, Consumer<String> told) throws InterruptedException {
        if (!isTaken() || end.isDone()) {
            return false;
        }
        try (RunningServer server = Opened.starting(this::open)) {
            told.accept(server.url());
            while (isTaken() && !isOver(end)) {
                // Looks again.
            }
            return true;
        }
    }

    private boolean isTaken() {
        return watch.isTaken(host.end());
    }

    private static boolean isOver(CompletableFuture<?> end) throws InterruptedException {
        try {
            var _ = end.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private RunningServer open(Opened opened) {
        PortCertificate certificate = PortCertificate.open(config.sluice().http());
        DataDirectory directory =
                opened.add(DataDirectory.open(config.sluice().data().directory()));
        Meters meters = opened.add(new Meters(host.version(), host.clock()));
        Readiness readiness = new Readiness();
        meters.working(Role.ALL.word(), readiness::isReady);
        readiness.standingBy();
        return parts.openForWatchers(
                "stands by", certificate, directory, readiness, meters, opened);
    }
}
