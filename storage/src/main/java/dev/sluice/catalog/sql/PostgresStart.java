// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.security.cert.CertPathBuilderException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a PostgreSQL server that starts at the same time as this one, or that is away for a
/// moment.
final class PostgresStart {
    private static final Logger log = LoggerFactory.getLogger(PostgresStart.class);

    /// Between two tries.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final String BROKEN = "08006";

    /// Nobody listens, the connection broke, the server is starting or ending.
    private static final Set<String> PASSING = Set.of("08001", BROKEN, "57P03");

    private static final String FULL =
            " has no connection left for this process, which needs more than one while it starts: ";

    /// Where `SSL_CERT_FILE` is set for other programs, nobody thinks of it.
    private static final String UNTRUSTED =
            " cannot be opened, since no authority that is trusted has signed its certificate; they"
                    + " are those of sslrootcert in its address, or else of"
                    + " sluice.egress.certificateFile or SSL_CERT_FILE, by which sslmode=require is"
                    + " checked, too, or else the JDK's: ";

    /// The code of what is told while nobody answers, or a replica does that may become the
    /// primary.
    static final String AWAY = "catalog_away";

    /// The code of what is told when the process is told to end.
    private static final String TOLD_TO_END = "told_to_end";

    private static final Executor THREADS = Thread.ofVirtual().name("sluice-catalog-start")::start;
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, THREADS);

    private PostgresStart() {}

    /// Returns when the server has let us in, with a session of our own, its database can hold
    /// every text, and, where that matters, takes changes and no other server has it.
    ///
    /// @throws ProblemException *unavailable*
    static void await(SqlStore store, Patience patience) {
        await(store, patience, () -> trouble(store, false, PostgresStart::isTaken));
    }

    /// Whether another server has the catalog.
    interface Taken {
        boolean test(Connection connection) throws SQLException;
    }

    /// Why nobody can have the catalog now: another server has it, or nobody can say.
    ///
    /// @param end when it is completed, nobody can
    /// @param isOwn whether connections are known to have sessions to themselves; to find that out
    ///   may take a second one
    /// @param taken says it where PostgreSQL answers
    /// @return null when somebody can
    /// @throws ProblemException *unavailable* for what will not pass
    static @Nullable Problem refusal(
            SqlStore store, CompletableFuture<?> end, boolean isOwn, Taken taken) {
        CompletableFuture<@Nullable ProblemException> look =
                CompletableFuture.supplyAsync(() -> trouble(store, isOwn, taken), THREADS);
        try {
            ProblemException refusal = answer(look, end, "");
            return refusal == null ? null : refusal.problem();
        } catch (ProblemException e) {
            if (e.problem().code().equals(TOLD_TO_END)) {
                return e.problem();
            }
            throw e;
        }
    }

    /// Returns when, besides, its database holds a catalog that this version can read, which
    /// another process makes.
    ///
    /// @throws ProblemException *unavailable*
    static void awaitCatalog(SqlStore store, Patience patience) {
        await(
                store,
                patience,
                () -> {
                    ProblemException trouble = trouble(store, false, PostgresStart::isTaken);
                    if (trouble == null) {
                        trouble = Schema.missing(store);
                    }
                    return trouble == null ? missing(store) : trouble;
                });
    }

    private static void await(
            SqlStore store, Patience patience, Supplier<@Nullable ProblemException> look) {
        long deadline = System.nanoTime() + patience.most().toNanos();
        CompletableFuture<?> end = patience.end();
        ProblemException reason =
                answer(
                        CompletableFuture.supplyAsync(look, THREADS),
                        end,
                        "catalog " + store.name() + " gives no answer");
        if (reason != null) {
            log.atWarn()
                    .addKeyValue("reason", reason.getMessage())
                    .log("waiting for the catalog's database");
        }
        while (reason != null) {
            if (System.nanoTime() - deadline >= 0) {
                throw reason;
            }
            reason =
                    answer(
                            CompletableFuture.supplyAsync(look, LATER),
                            end,
                            reason.problem().message());
        }
    }

    /// What a look has found. It has a thread of its own, so that nobody who is told to end waits
    /// for a server that gives no answer.
    ///
    /// @param before what was found last, for who is told to end
    private static @Nullable ProblemException answer(
            CompletableFuture<@Nullable ProblemException> look,
            CompletableFuture<?> end,
            String before) {
        try {
            var _ = CompletableFuture.anyOf(look, end).get();
            if (look.isDone()) {
                return look.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw Problem.unavailable(TOLD_TO_END, "told to end while waiting: " + before)
                .asException();
    }

    /// What may be over soon; null when there is nothing.
    ///
    /// @throws ProblemException of what will not be
    private static @Nullable ProblemException trouble(SqlStore store, boolean isOwn, Taken taken) {
        try (Connection connection = store.source().getConnection()) {
            requireUtf8(connection, store);
            requireSchema(connection, store);
            if (!isOwn) {
                OwnSession.require(connection, store);
            }
            if (!store.alone()) {
                return null;
            }
            if (says(connection, "SHOW transaction_read_only").equals("on")) {
                return Problem.unavailable(
                                AWAY,
                                "catalog "
                                        + store.name()
                                        + " takes no changes: it is a replica, or"
                                        + " default_transaction_read_only is on")
                        .asException();
            }
            return taken.test(connection) ? StoreException.taken(store) : null;
        } catch (SQLException e) {
            if (StoreException.isFull(e)) {
                return problem(AWAY, FULL, store, e);
            }
            if (isPassing(e)) {
                return problem(AWAY, " cannot be reached: ", store, e);
            }
            throw problem("catalog_unreadable", refused(e), store, e);
        }
    }

    private static String refused(SQLException e) {
        if (isWithoutTls(e)) {
            return " cannot be opened without TLS unless its address says sslmode=disable: ";
        }
        return StoreException.cause(e, CertPathBuilderException.class) == null
                ? " cannot be opened: "
                : UNTRUSTED;
    }

    /// What has to be written into new tables first; null where it is there.
    private static @Nullable ProblemException missing(SqlStore store) {
        try (Connection connection = store.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM catalog_state")) {
            return row.next() ? null : Schema.notReady(store, Schema.NOT_MADE);
        } catch (SQLException e) {
            return problem(AWAY, " cannot be read: ", store, e);
        }
    }

    static boolean isTaken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_try_advisory_lock(" + SqlDialect.SERVERS_LOCK + ")")) {
            return row.next() && !row.getBoolean(1);
        }
    }

    private static boolean isPassing(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return PASSING.contains(state)
                && !isAnotherHosts(e, state)
                && StoreException.cause(e, SSLException.class) == null
                && StoreException.told(e) == null;
    }

    /// Whether the certificate was another host's. The driver says so as of a connection that
    /// broke, but of one that did it has what broke it, or what the other side said.
    private static boolean isAnotherHosts(SQLException e, String state) {
        return state.equals(BROKEN) && e.getCause() == null && isOfDriver(e);
    }

    /// Whether the server has no TLS. The driver says other things, too, under the same state.
    private static boolean isWithoutTls(SQLException e) {
        return GT.tr("The server does not support SSL.").equals(e.getMessage());
    }

    /// Whether the driver says it, and not the other side.
    private static boolean isOfDriver(SQLException e) {
        return e instanceof PSQLException told && told.getServerErrorMessage() == null;
    }

    private static void requireUtf8(Connection connection, SqlStore store) throws SQLException {
        String encoding = says(connection, "SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            throw Problem.unavailable(
                            "catalog_unreadable",
                            "catalog "
                                    + store.name()
                                    + " cannot be opened: the encoding of its database is "
                                    + encoding
                                    + ": make one with ENCODING 'UTF8'")
                    .asException();
        }
    }

    private static void requireSchema(Connection connection, SqlStore store) throws SQLException {
        if (says(connection, "SELECT coalesce(current_schema(), '')").isEmpty()) {
            throw Problem.unavailable(
                            "catalog_unreadable",
                            "catalog "
                                    + store.name()
                                    + " cannot be opened: there is no schema that search_path names"
                                    + " (\""
                                    + says(connection, "SHOW search_path")
                                    + "\"), or none that this role may use: make one, by CREATE SCHEMA"
                                    + " NAME AUTHORIZATION ROLE")
                    .asException();
        }
    }

    private static String says(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static ProblemException problem(
            String code, String what, SqlStore store, SQLException cause) {
        return new ProblemException(
                Problem.unavailable(
                        code, "catalog " + store.name() + what + StoreException.reason(cause)),
                cause);
    }
}
