// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.config.PostgresConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Looks again and again whether a server is there that is alone with a catalog in PostgreSQL, for
/// one that stands by. A server that asks nothing any more, as one that hangs, loses its session.
/// Used by one thread.
public final class CatalogWatch {
    /// How long it may ask nothing. It looks at the catalog twice a second.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    private final SqlStore store;
    private final SilentServer server;

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
        return PostgresStart.isTaken(store, end, server::isTaken);
    }
}
