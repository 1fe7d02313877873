// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether a server is there that is alone with a catalog in PostgreSQL, for
/// one that stands by. A server that asks nothing any more, as one that hangs, loses its session.
/// Used by one thread.
public final class CatalogWatch {
    /// How long it may ask nothing. It looks at the catalog twice a second.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(CatalogWatch.class);

    private final SqlStore store;
    private final SilentServer server;
    private boolean away;

    /// Whether a connection was found to have a session to itself. Who opens the catalog asks that
    /// anew.
    private boolean isOwn;

    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param silenceMax how long the server may ask nothing
    public CatalogWatch(PostgresConfig config, @Nullable Path authorities, Duration silenceMax) {
        this.store = PostgresCatalog.store(config, authorities, true);
        this.server = new SilentServer(silenceMax);
    }

    /// Whether a server is there that is alone with the catalog.
    ///
    /// @param end when it is completed, nobody can say
    /// @return also true when nobody can say, since PostgreSQL does not answer
    /// @throws dev.sluice.model.ProblemException *unavailable*, in one sentence without the
    ///   password, when PostgreSQL refuses
    public boolean isTaken(CompletableFuture<?> end) {
        Problem refusal = PostgresStart.refusal(store, end, isOwn, server::isTaken);
        isOwn |= refusal == null || refusal.code().equals("catalog_taken");
        tell(refusal);
        return refusal != null;
    }

    private void tell(@Nullable Problem refusal) {
        boolean before = away;
        away = refusal != null && refusal.code().equals(PostgresStart.AWAY);
        if (refusal != null && away && !before) {
            log.atWarn()
                    .addKeyValue("reason", refusal.message())
                    .addKeyValue("effect", "nobody can take over")
                    .log("the catalog's database is away");
        } else if (before && !away) {
            log.atInfo().log("the catalog's database is back");
        }
    }
}
