// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.SqlType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What executes planned SQL. Knows nothing of users, tables or files; see `dev.sluice.duckdb`.
public interface SqlEngine {

    /// Takes one of the places for running queries and a connection.
    ///
    /// @param timeLimit how long the query may take, waiting for a place included
    /// @throws dev.sluice.model.ProblemException *busy* when no place comes free in time
    Session begin(Duration timeLimit);

    /// What a query is told when its time is over.
    static ProblemException outOfTime() {
        return Problem.unavailable("query_deadline", "the query ran out of time").asException();
    }

    /// One query's place. Closed by its holder, until [#run] hands it to the stream.
    interface Session extends AutoCloseable {

        /// Parses a text without executing any of it.
        ///
        /// @param sql what the user wrote; travels as a value, never as a statement
        /// @return the parser's JSON, for [dev.sluice.query.sql.SqlTreeReader]
        String parse(String sql);

        /// The types that a text of ours expects at its places `$1`, `$2` and so on, without
        /// running it; null where it would take any.
        ///
        /// @throws dev.sluice.model.ProblemException as of [#run]
        List<@Nullable SqlType> parameterTypes(String sql);

        /// Starts a planned query. From here on the stream owns the session.
        ///
        /// @throws dev.sluice.model.ProblemException *invalid* for an unknown column or an error of
        ///   type, *too large* at a memory limit; the session is closed then
        ResultStream run(QueryPlan plan);

        /// The columns of a plan that another thread has given to [#run], which may take long: a
        /// stream of no rows, with the schema and the kind of memory that the plan's own stream
        /// will have. Executes nothing. One thread asks at a time, and closes the stream, which
        /// lives on when the session is over.
        ///
        /// @throws dev.sluice.model.ProblemException as of [#run], or when the session has ended
        ResultStream columns(QueryPlan plan);

        /// Ends the query soon, from any thread: what it is doing then fails, and its stream too.
        void cancel();

        /// Frees the place; does nothing once [#run] was called.
        @Override
        void close();
    }
}
