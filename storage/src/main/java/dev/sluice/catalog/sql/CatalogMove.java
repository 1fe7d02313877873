// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.config.PostgresConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Takes a catalog from a SQLite file into a PostgreSQL database that has none: every row of every
/// table, as it is, in one transaction. So identifiers, versions and marks go on, and whoever held
/// a snapshot of it holds one still. The file stays as it is.
///
/// Nobody may have the file open to change it. In the database nobody can have a catalog open while
/// its rows are written, since both kinds of locks are held that servers take.
public final class CatalogMove {
    private final SqlStore from;
    private final SqlStore to;
    private final Patience patience;

    private CatalogMove(SqlStore from, SqlStore to, Patience patience) {
        this.from = from;
        this.to = to;
        this.patience = patience;
    }

    /// What is to be moved where; asks nothing yet.
    ///
    /// @param file whose schema is up to date
    /// @param authorities a PEM bundle of those whose signatures are trusted; null for those that
    ///   the JDK knows
    /// @param patience how long to try again while PostgreSQL does not answer, or another server
    ///   has the database
    public static CatalogMove of(
            Path file, PostgresConfig target, @Nullable Path authorities, Patience patience) {
        return new CatalogMove(
                new SqlStore(SqliteFile.readOnly(file), file.toString(), SqlDialect.SQLITE, false),
                PostgresCatalog.store(target, authorities, true),
                patience);
    }

    /// What happens between the writing of all rows and their commit.
    @FunctionalInterface
    public interface BeforeCommit {
        /// Does it.
        ///
        /// @throws IOException then nothing is committed
        void run() throws IOException;
    }

    /// Whether the database has this very catalog already, or what became of it there, because an
    /// earlier move ended before anybody could say so. Otherwise it has none, and gets the tables
    /// of one, without rows.
    ///
    /// @throws ProblemException *conflict* when there is another catalog, or this one that went on
    ///   here since, and then the database is as it was; *unavailable*, in one sentence without the
    ///   password, when it cannot be used
    public boolean isDone() {
        PostgresStart.await(to, patience);
        try (Handle target = Jdbi.create(to.source()).open()) {
            if (hasCatalog(target.getConnection())) {
                requireSame(target);
                return true;
            }
            Schema.migrate(to);
            return false;
        } catch (SQLException | JdbiException e) {
            throw notWritten(e);
        }
    }

    /// Moves it, and compares what PostgreSQL has afterwards with what was there, row by row.
    ///
    /// @param beforeCommit called once everything but the commit is done
    /// @throws IOException of `beforeCommit`; nothing is moved
    /// @throws ProblemException *unavailable* or *conflict*, and nothing is moved; *outcome
    ///   unknown* when the connection broke during the commit, and then [#isDone] tells
    public void run(BeforeCommit beforeCommit) throws IOException {
        try (Connection source = from.source().getConnection();
                Handle target = Jdbi.create(to.source()).open()) {
            SqlDialect.greetMove(target);
            target.begin();
            boolean written = false;
            try {
                write(source, target.getConnection());
                beforeCommit.run();
                written = true;
            } finally {
                if (!written) {
                    target.rollback();
                }
            }
            commit(target);
        } catch (SQLException | JdbiException e) {
            throw notWritten(e);
        }
    }

    private void write(Connection source, Connection target) throws SQLException {
        lock(target);
        if (hasCatalog(target)) {
            throw Problem.conflict("catalog_target_taken", place() + " has a catalog by now")
                    .asException();
        }
        for (String table : Schema.CONTENT) {
            WholeTable rows = WholeTable.of(table, source);
            if (!rows.copy(source, target).equals(rows.content(target))) {
                throw new SQLException("the rows of " + table + " are not the same there");
            }
        }
    }

    private void commit(Handle target) {
        try {
            target.commit();
        } catch (JdbiException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.OUTCOME_UNKNOWN,
                            "catalog_move_unknown",
                            place()
                                    + " failed while it committed the catalog, and nobody can say"
                                    + " whether it is there: "
                                    + StoreException.reason(e)),
                    e);
        }
    }

    /// Keeps everybody out until the transaction ends, as who restores a copy does.
    private void lock(Connection target) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_try_advisory_xact_lock("
                                        + SqlDialect.SERVERS_LOCK
                                        + ") AND pg_try_advisory_xact_lock("
                                        + SqlDialect.WRITERS_LOCK
                                        + ")")) {
            if (!row.next() || !row.getBoolean(1)) {
                throw StoreException.taken(to);
            }
        }
    }

    private static boolean hasCatalog(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT to_regclass('catalog_state') IS NOT NULL")) {
                if (!row.next() || !row.getBoolean(1)) {
                    return false;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT cluster_id FROM catalog_state")) {
                return row.next();
            }
        }
    }

    private void requireSame(Handle target) {
        ProblemException otherSchema = Schema.missing(to);
        if (otherSchema != null) {
            throw taken("a catalog of an older Sluice");
        }
        CatalogState there = SnapshotReader.readState(target).orElseThrow();
        CatalogState here =
                Jdbi.create(from.source())
                        .withHandle(SnapshotReader::readState)
                        .orElseThrow(() -> new StoreException("there is no catalog in the file"));
        if (!there.clusterId().equals(here.clusterId())) {
            throw taken("the catalog of another cluster, " + there.clusterId());
        }
        if (!there.equals(here) && !isPast(here, target)) {
            throw Problem.conflict(
                            "catalog_target_taken",
                            place()
                                    + " has this cluster's catalog already, and this one has"
                                    + " changed since it was moved there: make the database anew")
                    .asException();
        }
    }

    /// Whether the database's catalog was in this state before, as far as that is written down.
    private static boolean isPast(CatalogState here, Handle target) {
        return target.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM catalog_change
                            WHERE version = :version AND last_commit = :commit)\
                        """)
                .bind("version", here.version())
                .bind("commit", here.lastCommit())
                .mapTo(Boolean.class)
                .one();
    }

    private ProblemException taken(String what) {
        return Problem.conflict(
                        "catalog_target_taken",
                        place() + " has " + what + ": name an empty database by catalog.dsn")
                .asException();
    }

    private ProblemException notWritten(Exception cause) {
        return new ProblemException(
                Problem.unavailable(
                        "catalog_not_moved",
                        "the catalog was not moved into the database "
                                + to.name()
                                + ": "
                                + StoreException.reason(cause)),
                cause);
    }

    private String place() {
        return "the database " + to.name();
    }
}
