// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.buffer.BufferSource;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.InfluxqlPlanner;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlWriter;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.UnsupportedSql;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Makes of a query what the engine runs, over the tables of one database. Safe for many threads.
final class QueryPlanner {
    private final CatalogView catalog;
    private final BufferSource buffers;
    private final ObjectStore objects;
    private final InstantSource clock;
    private final QueryLog log;
    private final TableSources.Shortcuts shortcuts = TableSources.Shortcuts.of(new SeriesFiles());
    private final ParsedTexts parsed = new ParsedTexts();
    private final AtomicLong scanIds = new AtomicLong();

    /// @param catalog what exists
    /// @param buffers rows that are in no file yet
    /// @param objects where files are
    /// @param clock gives `now()` and the bound of retention
    /// @param log is seen as a table
    QueryPlanner(
            CatalogView catalog,
            BufferSource buffers,
            ObjectStore objects,
            InstantSource clock,
            QueryLog log) {
        this.catalog = catalog;
        this.buffers = buffers;
        this.objects = objects;
        this.clock = clock;
        this.log = log;
    }

    /// What a query's tables are pinned to.
    ///
    /// @param session reads what has to be known before the query can run
    /// @param empty whether every table is read as if it had no row
    /// @param debug whether the system tables are there
    /// @param look whether a part of the rows may do
    record Pinning(
            DatabaseEntry database,
            SqlEngine.Session session,
            ScanLimits limits,
            HeldFiles held,
            boolean empty,
            boolean debug,
            FirstLook look) {
        /// Reads as little as may do, by the tree.
        Pinning(
                DatabaseEntry database,
                SqlEngine.Session session,
                ScanLimits limits,
                HeldFiles held,
                boolean empty,
                boolean debug) {
            this(database, session, limits, held, empty, debug, FirstLook.BY_TREE);
        }

        /// The same for a query that looks like this first.
        Pinning with(FirstLook first) {
            return new Pinning(database, session, limits, held, empty, debug, first);
        }

        /// The same for another session, which reads whatever the answer may need.
        Pinning inFull(SqlEngine.Session other) {
            return new Pinning(database, other, limits, held, empty, debug, FirstLook.NONE);
        }
    }

    /// A query that is ready to run.
    ///
    /// @param plan what the engine gets
    /// @param resolved the same as a tree
    /// @param scanned what it reads
    /// @param rowsExpected the rows that its answer has to have, or it has to be planned in full; 0
    ///   for any
    record Ready(
            QueryPlan plan, Query resolved, List<TableSources.Scanned> scanned, int rowsExpected) {
        /// The same, run in another way.
        Ready with(QueryPlan other) {
            return new Ready(other, resolved, scanned, rowsExpected);
        }
    }

    /// The tree of a text of SQL.
    Query read(
            StatementText text, SqlEngine.Session session, DatabaseEntry database, boolean debug) {
        Query query = parsed.read(text, session::parse);
        requireDescribed(text, database, debug);
        return query;
    }

    /// The plan of a statement of InfluxQL, before its tables are found.
    Planned read(Statement statement, DatabaseEntry database) {
        return new InfluxqlPlanner(
                        new CatalogSchemas(catalog, catalog.snapshot(), database.id()),
                        database.name(),
                        Timestamps.toNanos(clock.instant()))
                .plan(statement);
    }

    /// The plan of a tree.
    Ready plan(Pinning pinning, Query query, Map<String, Object> parameters) {
        long nowNanos = Timestamps.toNanos(clock.instant());
        ScanBudget budget = new ScanBudget(pinning.limits());
        TableSources tables =
                new TableSources(
                        catalog,
                        buffers,
                        objects,
                        pinning.database(),
                        pinning.empty() ? TimeRange.NONE : retained(pinning.database(), nowNanos),
                        scanIds::incrementAndGet,
                        pinning.held(),
                        budget,
                        NamedColumns.of(query),
                        shortcuts,
                        pinning.look());
        QueryResolver.Resolved resolved =
                new QueryResolver(
                                query,
                                tables,
                                views(pinning.database(), pinning.debug()),
                                parameters,
                                nowNanos)
                        .resolve();
        QueryPlan plan =
                new QueryPlan(
                        () -> SqlWriter.write(resolved.query()),
                        tables.buffered(),
                        resolved.columns(),
                        budget.size(),
                        Map.of(),
                        SliceReader.read(resolved.query(), tables.scanned(), resolved.columns()));
        return new Ready(plan, resolved.query(), tables.scanned(), tables.rowsExpected());
    }

    private RelationResolver.Views views(DatabaseEntry database, boolean debug) {
        return (schema, name) ->
                switch (schema) {
                    case InformationSchema.NAME ->
                            new InformationSchema(catalog.snapshot().tables(database.id()), debug)
                                    .find(name);
                    case SystemTables.SCHEMA ->
                            debug
                                    ? new SystemTables(database.id(), catalog.snapshot(), log)
                                            .find(name)
                                    : Optional.empty();
                    default -> Optional.empty();
                };
    }

    /// SHOW and DESCRIBE of what is not there are errors, not empty results.
    private void requireDescribed(StatementText text, DatabaseEntry database, boolean debug) {
        List<String> path = text.described();
        if (!path.isEmpty() && !isThere(path.getFirst(), path.getLast(), database, debug)) {
            throw UnsupportedSql.planning(
                    "table_not_found",
                    "table '"
                            + InformationSchema.CATALOG
                            + "."
                            + String.join(".", path)
                            + "' not found");
        }
        if (!text.setting().isEmpty() && !InformationSchema.isSetting(text.setting())) {
            throw UnsupportedSql.planning(
                    "unknown_setting",
                    "'" + text.setting() + "' is not a variable which can be viewed with 'SHOW'");
        }
    }

    private boolean isThere(String schema, String name, DatabaseEntry database, boolean debug) {
        return schema.equals(InformationSchema.USER_SCHEMA)
                ? TableLookup.find(catalog, catalog.snapshot(), database.id(), name).isPresent()
                : views(database, debug).find(schema, name).isPresent();
    }

    /// What retention leaves (data.md 7.8).
    private static TimeRange retained(DatabaseEntry database, long nowNanos) {
        if (database.retentionNanos() == 0) {
            return TimeRange.ALL;
        }
        return new TimeRange(
                Math.subtractExact(nowNanos, database.retentionNanos()), Long.MAX_VALUE);
    }
}
