// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.buffer.BufferSource;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlTreeReader;
import dev.sluice.query.sql.SqlWriter;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.UnsupportedSql;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The entry of this room: answers queries. Safe for many threads.
///
/// A text is parsed by the engine as a value, read into a tree that has no word for anything but
/// reading, bound to the tables of one database, and only then written as text again and run.
public final class QueryService {
    private final Catalog catalog;
    private final BufferSource buffers;
    private final ObjectStore objects;
    private final ObjectsInUse inUse;
    private final SqlEngine engine;
    private final InstantSource clock;
    private final AtomicLong scanIds = new AtomicLong();

    /// @param catalog what exists
    /// @param buffers rows that are in no file yet
    /// @param objects where files are
    /// @param inUse where the files of each query are named while it runs
    /// @param engine what executes
    /// @param clock gives `now()` and the bound of retention
    public QueryService(
            Catalog catalog,
            BufferSource buffers,
            ObjectStore objects,
            ObjectsInUse inUse,
            SqlEngine engine,
            InstantSource clock) {
        this.catalog = catalog;
        this.buffers = buffers;
        this.objects = objects;
        this.inUse = inUse;
        this.engine = engine;
        this.clock = clock;
    }

    /// Starts a query. The caller closes the stream, whatever happens.
    ///
    /// @param grant leave to read
    /// @throws dev.sluice.model.ProblemException *not found* `database_not_found`; *invalid* with
    ///   the texts of data.md 4.8 for what is wrong with the query; *busy* when too many run
    public ResultStream open(Grant.ForDatabase grant, QueryRequest request) {
        if (grant.action() != Action.READ) {
            throw new IllegalArgumentException("a query needs leave to read");
        }
        DatabaseEntry database = requireDatabase(grant.database().value());
        return switch (request.language()) {
            case SQL -> sql(database, request);
            case INFLUXQL ->
                    throw Problem.invalid("influxql", "InfluxQL is not supported yet")
                            .asException();
        };
    }

    private DatabaseEntry requireDatabase(String name) {
        return catalog.snapshot()
                .findDatabase(name)
                .orElseThrow(() ->
                        Problem.notFound("database_not_found", "Database '" + name + "' not found")
                                .asException());
    }

    private ResultStream sql(DatabaseEntry database, QueryRequest request) {
        StatementText text = new StatementText(request.text());
        SqlEngine.Session session = engine.begin(request.timeLimit());
        HeldFiles held = new HeldFiles(inUse.begin());
        try {
            String json = session.parse(text.forParser());
            Query query = new SqlTreeReader().read(json, text.firstWord());
            requireDescribed(database, text.describedTable());
            return held.until(session.run(plan(database, query, request.parameters(), held)));
        } catch (RuntimeException e) {
            session.close();
            held.close();
            throw e;
        }
    }

    /// SHOW COLUMNS of a table that is not there is an error, not an empty result.
    private void requireDescribed(DatabaseEntry database, String table) {
        if (!table.isEmpty() && catalog.snapshot().findTable(database.id(), table).isEmpty()) {
            throw UnsupportedSql.planning(
                    "table_not_found", "table 'public.iox." + table + "' not found");
        }
    }

    private QueryPlan plan(
            DatabaseEntry database, Query query, Map<String, Object> parameters, HeldFiles held) {
        long nowNanos = Timestamps.toNanos(clock.instant());
        TableSources tables =
                new TableSources(
                        catalog,
                        buffers,
                        objects,
                        database,
                        retained(database, nowNanos),
                        scanIds::incrementAndGet,
                        held);
        QueryResolver.Resolved resolved =
                new QueryResolver(tables, parameters, nowNanos).resolve(query, Scope.EMPTY);
        return new QueryPlan(
                SqlWriter.write(resolved.query()),
                tables.buffered(),
                resolved.columns(),
                tables.scanned());
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
