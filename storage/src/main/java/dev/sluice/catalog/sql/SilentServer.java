// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the session of a server that has the catalog and asks nothing: its process is stopped, or
/// hangs, while its machine keeps the connection, so that PostgreSQL takes it for one that is
/// there. By its own clock, of what several looks have found: where PostgreSQL or this process has
/// stood still, nobody was silent.
///
/// No more than a broken connection: the server looks, when it goes on, who had the catalog since.
final class SilentServer {
    private static final Logger log = LoggerFactory.getLogger(SilentServer.class);

    /// The time between two looks counts so much at most.
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    /// The server that has the lock and has nothing begun. In a transaction it may have much to do
    /// between two statements, as one that reads a large catalog; where it does nothing there,
    /// PostgreSQL ends it itself after [SqlDialect]'s minute. Whoever moves a catalog has the lock,
    /// too, and is no server. The numbers are the halves of the lock's.
    private static final String WAITED_FOR =
            """
            SELECT a.pid, a.state_change::text FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.classid = %d AND l.objid = %d
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND a.state = 'idle' AND a.application_name LIKE '%s'\
            """
                    .formatted(
                            SqlDialect.SERVERS_LOCK >>> 32,
                            SqlDialect.SERVERS_LOCK & 0xFFFF_FFFFL,
                            CommitMark.Writer.SESSION_NAMES);

    private static final String END =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND state_change::text = ?\
            """;

    private final Duration silenceMax;
    private @Nullable Session seen;
    private long seenNanos;
    private long silentNanos;

    /// @param silenceMax how long it may ask nothing
    SilentServer(Duration silenceMax) {
        this.silenceMax = silenceMax;
    }

    /// A session as a look finds it.
    ///
    /// @param since when it asked last, by PostgreSQL's clock
    private record Session(int pid, String since) {}

    /// Whether a server has the catalog.
    boolean isTaken(Connection connection) throws SQLException {
        if (!PostgresStart.isTaken(connection)) {
            seen = null;
            return false;
        }
        Session found = waitedFor(connection);
        long now = System.nanoTime();
        silentNanos =
                found != null && found.equals(seen)
                        ? silentNanos + Math.min(now - seenNanos, PAUSE_MAX.toNanos())
                        : 0;
        seen = found;
        seenNanos = now;
        if (found != null && silentNanos > silenceMax.toNanos()) {
            log.atWarn()
                    .addKeyValue("silentSeconds", Duration.ofNanos(silentNanos).toSeconds())
                    .log("the server that has the catalog asks nothing any more, and loses it");
            end(connection, found);
            seen = null;
        }
        return true;
    }

    private static @Nullable Session waitedFor(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WAITED_FOR)) {
            return row.next() ? new Session(row.getInt(1), row.getString(2)) : null;
        }
    }

    private static void end(Connection connection, Session session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setInt(1, session.pid);
            statement.setString(2, session.since);
            statement.executeQuery().close();
        }
    }
}
