// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.background.RepeatedLook;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the store twice a second whether anything has changed, and tells when it is away and when
/// it is back.
final class StoreLooks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreLooks.class);

    /// How often the server is asked whether anything has changed.
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /// After so long a look the log says what is waited for.
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS, Runnable::run);

    private final Runnable follow;
    private final String effect;
    private final RepeatedLook looks;

    /// Of the looking thread alone.
    private boolean lost;

    /// @param follow reads what has changed; throws a [ProblemException] when the store is away
    /// @param effect what that means, for the log
    StoreLooks(Runnable follow, String effect) {
        this.follow = follow;
        this.effect = effect;
        this.looks = new RepeatedLook("sluice-catalog", INTERVAL, this::look);
    }

    void start() {
        looks.start();
    }

    @Override
    public void close() {
        looks.close();
    }

    private Duration look() {
        Notice notice = new Notice();
        CompletableFuture<Void> noticing =
                lost
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.runAsync(notice, LATER);
        try {
            follow.run();
            if (lost) {
                log.atInfo().log("the catalog's database is back");
            } else if (notice.isOver()) {
                log.atInfo().log("the catalog's database answers again");
            }
            lost = false;
        } catch (ProblemException e) {
            if (!lost) {
                log.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .addKeyValue("effect", effect)
                        .log("the catalog's database is away");
            }
            lost = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // Whoever stops looking takes revoked tokens for good for ever.
            if (!lost) {
                log.atError()
                        .addKeyValue("effect", effect)
                        .setCause(e)
                        .log("the catalog's database could not be looked at");
            }
            lost = true;
        } finally {
            var _ = noticing.cancel(false);
        }
        return INTERVAL;
    }

    /// That a look takes long: whoever changes the catalog waits as well, as does the end of the
    /// process.
    private static final class Notice implements Runnable {
        private boolean given;
        private boolean over;

        @Override
        public synchronized void run() {
            if (!over) {
                given = true;
                log.atWarn()
                        .addKeyValue("secondsMax", PostgresSource.SILENCE_TIMEOUT.toSeconds())
                        .log(
                                "the catalog's database gives no answer, and is waited for a little"
                                        + " longer");
            }
        }

        /// Ends it.
        ///
        /// @return whether it was given
        synchronized boolean isOver() {
            over = true;
            return given;
        }
    }
}
