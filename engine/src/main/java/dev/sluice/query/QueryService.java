// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.buffer.BufferSource;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.InfluxqlPlanner;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlTreeReader;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.SqlWriter;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.UnsupportedSql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The entry of this room: answers queries. Safe for many threads.
///
/// A text is parsed by the engine as a value, read into a tree that has no word for anything but
/// reading, bound to the tables of one database, and only then written as text again and run.
public final class QueryService implements Queries {
    private final Catalog catalog;
    private final BufferSource buffers;
    private final ObjectStore objects;
    private final ObjectsInUse inUse;
    private final SqlEngine engine;
    private final InstantSource clock;
    private final ScanLimits limits;
    private final AtomicLong scanIds = new AtomicLong();

    /// @param catalog what exists
    /// @param buffers rows that are in no file yet
    /// @param objects where files are
    /// @param inUse where the files of each query are named while it runs
    /// @param engine what executes
    /// @param clock gives `now()` and the bound of retention
    /// @param limits how much each query may read
    public QueryService(
            Catalog catalog,
            BufferSource buffers,
            ObjectStore objects,
            ObjectsInUse inUse,
            SqlEngine engine,
            InstantSource clock,
            ScanLimits limits) {
        this.catalog = catalog;
        this.buffers = buffers;
        this.objects = objects;
        this.inUse = inUse;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public ResultStream open(Grant.ForDatabase grant, QueryRequest request) {
        DatabaseEntry database = requireReadable(grant);
        return switch (request.language()) {
            case SQL -> sql(database, request);
            case INFLUXQL ->
                    series(
                                    database,
                                    InfluxqlText.onlyStatement(request),
                                    limits.and(request.limits()),
                                    request.timeLimit())
                            .rows();
        };
    }

    /// Starts one statement of InfluxQL. The caller closes the rows, whatever happens.
    ///
    /// @param grant leave to read; the statement may name no other database
    ///   ([dev.sluice.influxql.plan.StatementDatabase] tells which one it names)
    /// @param statement without bind parameters
    /// @throws dev.sluice.model.ProblemException as [#open]; *invalid* with the texts of data.md 6
    public SeriesResult openSeries(
            Grant.ForDatabase grant, Statement statement, Duration timeLimit) {
        return series(requireReadable(grant), statement, limits, timeLimit);
    }

    /// Plans a query and reads no row and no file.
    @Override
    public QueryDescription describe(Grant.ForDatabase grant, QueryRequest request) {
        DatabaseEntry database = requireReadable(grant);
        return switch (request.language()) {
            case SQL -> describeSql(database, request);
            case INFLUXQL -> describeSeries(database, request);
        };
    }

    @Override
    public void requireDatabase(Grant.ForDatabase grant) {
        requireReadable(grant);
    }

    private DatabaseEntry requireReadable(Grant.ForDatabase grant) {
        if (grant.action() != Action.READ) {
            throw new IllegalArgumentException("a query needs leave to read");
        }
        String name = grant.database().value();
        return catalog.snapshot()
                .findDatabase(name)
                .orElseThrow(() ->
                        Problem.notFound("database_not_found", "Database '" + name + "' not found")
                                .asException());
    }

    private ResultStream sql(DatabaseEntry database, QueryRequest request) {
        SqlEngine.Session session = engine.begin(request.timeLimit());
        HeldFiles held = new HeldFiles(inUse.begin());
        try {
            Query query = parsed(database, request, session);
            Pinning pinning = new Pinning(database, limits.and(request.limits()), held, false);
            return held.until(session.run(plan(pinning, query, request.parameters())));
        } catch (RuntimeException e) {
            session.close();
            held.close();
            throw e;
        }
    }

    private QueryDescription describeSql(DatabaseEntry database, QueryRequest request) {
        AskedParameters asked = new AskedParameters(request.parameters());
        try (HeldFiles held = new HeldFiles(inUse.begin());
                SqlEngine.Session session = engine.begin(request.timeLimit())) {
            Query query = parsed(database, request, session);
            Pinning pinning = new Pinning(database, ScanLimits.NONE, held, true);
            QueryPlan open = plan(pinning, query, asked);
            List<@Nullable SqlType> types =
                    asked.isNone() ? List.of() : session.parameterTypes(open.sql());
            QueryPlan plan = plan(pinning, withoutRows(query), asked.nulls(types));
            try (ResultStream result = session.run(plan)) {
                return new QueryDescription(result.schema(), asked.described(types));
            }
        }
    }

    /// The same columns with `LIMIT 0`, for which the engine executes nothing.
    private static Query withoutRows(Query query) {
        return query.withTail(new Query.Tail(query.tail().orderBy(), Literal.ofLong(0), null));
    }

    private Query parsed(DatabaseEntry database, QueryRequest request, SqlEngine.Session session) {
        StatementText text = new StatementText(request.text());
        String json = session.parse(text.forParser());
        Query query = new SqlTreeReader().read(json, text.firstWord());
        requireDescribed(database, text.describedTable());
        return query;
    }

    private SeriesResult series(
            DatabaseEntry database,
            Statement statement,
            ScanLimits scanLimits,
            Duration timeLimit) {
        Planned planned = planned(database, statement);
        if (statement instanceof Statement.Explain explain) {
            return new InfluxqlExplanation(explain, planned)
                    .answer(other -> run(database, other, scanLimits, timeLimit));
        }
        return new SeriesResult(run(database, planned, scanLimits, timeLimit), planned.layout());
    }

    private ResultStream run(
            DatabaseEntry database, Planned planned, ScanLimits scanLimits, Duration timeLimit) {
        SqlEngine.Session session = engine.begin(timeLimit);
        HeldFiles held = new HeldFiles(inUse.begin());
        try {
            Pinning pinning = new Pinning(database, scanLimits, held, false);
            QueryPlan plan = plan(pinning, planned.query(), Map.of());
            return held.until(session.run(InfluxqlText.described(plan, planned)));
        } catch (RuntimeException e) {
            session.close();
            held.close();
            throw e;
        }
    }

    private QueryDescription describeSeries(DatabaseEntry database, QueryRequest request) {
        Planned planned = planned(database, InfluxqlText.onlyStatement(request));
        try (HeldFiles held = new HeldFiles(inUse.begin());
                SqlEngine.Session session = engine.begin(request.timeLimit())) {
            Pinning pinning = new Pinning(database, ScanLimits.NONE, held, true);
            QueryPlan plan = plan(pinning, withoutRows(planned.query()), Map.of());
            try (ResultStream rows = session.run(InfluxqlText.described(plan, planned))) {
                return new QueryDescription(rows.schema(), List.of());
            }
        }
    }

    private Planned planned(DatabaseEntry database, Statement statement) {
        return new InfluxqlPlanner(
                        new CatalogSchemas(catalog.snapshot(), database.id()),
                        database.name(),
                        Timestamps.toNanos(clock.instant()))
                .plan(statement);
    }

    /// SHOW COLUMNS of a table that is not there is an error, not an empty result.
    private void requireDescribed(DatabaseEntry database, String table) {
        if (!table.isEmpty() && catalog.snapshot().findTable(database.id(), table).isEmpty()) {
            throw UnsupportedSql.planning(
                    "table_not_found", "table 'public.iox." + table + "' not found");
        }
    }

    /// What a query's tables are pinned to.
    ///
    /// @param empty whether every table is read as if it had no row
    private record Pinning(
            DatabaseEntry database, ScanLimits limits, HeldFiles held, boolean empty) {}

    private QueryPlan plan(Pinning pinning, Query query, Map<String, Object> parameters) {
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
                        budget);
        QueryResolver.Resolved resolved =
                new QueryResolver(tables, parameters, nowNanos).resolve(query, Scope.EMPTY);
        return new QueryPlan(
                SqlWriter.write(resolved.query()),
                tables.buffered(),
                resolved.columns(),
                budget.size());
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
