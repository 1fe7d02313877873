// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;

/// Brings the tables of a store up to date, and refuses a store of the future.
final class Schema {
    /// How many changes of the schema this version knows: as many as there are files of them.
    static final int CHANGES = 9;

    private static final String OTHERS =
            "there are tables of something else in the database: name an empty one";

    /// What the migrations write down about themselves, in each store on its own.
    private static final String HISTORY = "flyway_schema_history";

    /// Every table that the migrations make, each after those that it refers to, and their own.
    static final List<String> TABLES =
            List.of(
                    HISTORY,
                    "catalog_state",
                    "commit_mark",
                    "catalog_change",
                    "database_entry",
                    "table_entry",
                    "table_former_name",
                    "column_entry",
                    "template_part",
                    "file_entry",
                    "skipped_compaction",
                    "token_entry",
                    "token_permission",
                    "user_entry",
                    "management_token_entry");

    /// Those of them that hold the catalog.
    static final List<String> CONTENT =
            TABLES.stream().filter(table -> !table.equals(HISTORY)).toList();

    /// How many a store has seen, for a statement.
    static final String CHANGES_SEEN =
            "(SELECT count(*) FROM " + HISTORY + " WHERE version IS NOT NULL)";

    private static final String SEEN =
            "SELECT version, success FROM " + HISTORY + " WHERE version IS NOT NULL";

    private static final Set<String> KNOWN =
            IntStream.rangeClosed(1, CHANGES)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.toUnmodifiableSet());

    /// How a catalog is that nobody has opened to change it.
    static final String NOT_MADE = " has not been made yet";

    private static final String OLDER = " is that of an older Sluice";

    private Schema() {}

    /// Waits for commits that are being made, and no other is made meanwhile.
    static void migrate(SqlStore store) {
        if (isKnown(store.source())) {
            return;
        }
        Flyway flyway = flyway(store.source());
        try {
            rejectFuture(flyway, store.name());
            store.dialect().changeSchema(store.source(), flyway::migrate);
        } catch (FlywayException e) {
            throw unreadable(store.name(), reason(e), e);
        } catch (SQLException e) {
            throw unreadable(store.name(), StoreException.reason(e), e);
        }
    }

    /// @param seen how many changes of its schema a store has seen
    /// @throws ProblemException when they are not those that this version knows
    static void requireKnown(long seen, SqlStore store) {
        if (seen < CHANGES) {
            throw notReady(store, OLDER);
        }
        if (seen > CHANGES) {
            throw Problem.unavailable(
                            "catalog_too_new",
                            "catalog "
                                    + store.name()
                                    + " was brought up to date by a newer Sluice: start this server"
                                    + " again, of that version")
                    .asException();
        }
    }

    /// Looks whether the tables of a store are those of this version; changes nothing.
    ///
    /// @return what is missing, and somebody else may be about to make; null where nothing is
    static @Nullable ProblemException missing(SqlStore store) {
        if (isKnown(store.source())) {
            return null;
        }
        Flyway flyway = flyway(store.source());
        try {
            rejectFuture(flyway, store.name());
            MigrationInfoService info = flyway.info();
            if (info.pending().length == 0) {
                return null;
            }
            return notReady(store, info.current() == null ? NOT_MADE : OLDER);
        } catch (FlywayException e) {
            throw unreadable(store.name(), reason(e), e);
        }
    }

    /// Whether a store has seen every change that this version knows, and no other: then there is
    /// nothing to do, and Flyway, which takes a quarter of a start, is not needed to say so.
    private static boolean isKnown(DataSource source) {
        Set<String> seen = new HashSet<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet changes = statement.executeQuery(SEEN)) {
            while (changes.next()) {
                if (!changes.getBoolean("success")) {
                    return false;
                }
                seen.add(changes.getString("version"));
            }
        } catch (SQLException _) {
            // Most often the table is not there yet. Flyway finds out, and says what is wrong.
            return false;
        }
        return seen.equals(KNOWN);
    }

    /// What is told of a catalog that somebody else has to make or to bring up to date.
    ///
    /// @param how such as [#NOT_MADE]
    static ProblemException notReady(SqlStore store, String how) {
        return Problem.unavailable(
                        "catalog_not_ready",
                        "catalog "
                                + store.name()
                                + how
                                + ": start the server of this version that takes writes, which"
                                + " makes it and brings it up to date")
                .asException();
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:dev/sluice/catalog/sql")
                .loggers("slf4j")
                .load();
    }

    private static ProblemException unreadable(String storeName, String reason, Exception cause) {
        return new ProblemException(
                Problem.unavailable(
                        "catalog_unreadable",
                        "catalog " + storeName + " cannot be opened: " + reason),
                cause);
    }

    private static void rejectFuture(Flyway flyway, String storeName) {
        boolean future =
                Arrays.stream(flyway.info().all())
                        .map(MigrationInfo::getState)
                        .anyMatch(state -> state.isApplied() && !state.isResolved());
        if (future) {
            throw Problem.unavailable(
                            "catalog_too_new",
                            "catalog "
                                    + storeName
                                    + " was written by a newer Sluice; start that one or a later")
                    .asException();
        }
    }

    /// What PostgreSQL says, where it says something: Flyway's own first line tells no more than
    /// which file failed.
    private static String reason(FlywayException e) {
        if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return OTHERS;
        }
        SQLException said = StoreException.cause(e, SQLException.class);
        return said == null
                ? String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                : StoreException.reason(said);
    }
}
