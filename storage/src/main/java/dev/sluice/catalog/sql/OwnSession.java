// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.postgresql.PGConnection;

/// Whether a connection has a session of PostgreSQL to itself. A pooler that gives each transaction
/// another one, or several connections the same one, would let two servers have the catalog: the
/// lock that keeps them apart, and every setting, belong to the session.
final class OwnSession {
    /// One is enough where nobody else uses the pooler.
    private static final int ROUNDS = 3;

    /// A name for a prepared statement is taken, or unknown: somebody else has been there.
    private static final Set<String> MIXED_UP = Set.of("42P05", "26000");

    private OwnSession() {}

    /// @throws dev.sluice.model.ProblemException *unavailable* when it has not
    static void require(Connection connection, SqlStore store) throws SQLException {
        if (isShared(connection, store)) {
            throw Problem.unavailable(
                            "catalog_unreadable",
                            "catalog "
                                    + store.name()
                                    + " cannot be opened: a pooler in between gives each transaction"
                                    + " another session of PostgreSQL: set its mode to session"
                                    + " (pool_mode of pgbouncer), or name PostgreSQL itself")
                    .asException();
        }
    }

    private static boolean isShared(Connection connection, SqlStore store) throws SQLException {
        try {
            // A pooler tells a number of its own when somebody connects.
            return process(connection) != connection.unwrap(PGConnection.class).getBackendPID()
                    && isShared(connection, store.source().getConnection());
        } catch (SQLException e) {
            if (MIXED_UP.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
            throw e;
        }
    }

    /// A pooler hands out the session that was given back last, or the one that was given back
    /// first: the other connection meets the first one's, or two questions meet two.
    ///
    /// @param other is closed
    private static boolean isShared(Connection connection, Connection other) throws SQLException {
        try (other) {
            int own = process(connection);
            int others = process(other);
            for (int round = 0; round < ROUNDS; round++) {
                if (own == others
                        || process(connection) != own
                        || process(connection) != own
                        || process(other) != others
                        || process(other) != others) {
                    return true;
                }
            }
            return false;
        }
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
