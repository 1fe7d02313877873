// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.buffer.BufferSource;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.influxql.InfluxqlWriter;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.InfluxqlPlanner;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.QueryPlanner.Pinning;
import dev.sluice.query.QueryPlanner.Ready;
import dev.sluice.query.StatementText.Explain;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The entry of this room: answers queries. Safe for many threads.
///
/// A query is pinned to the catalog's files and the buffer's rows when it is planned and reads
/// exactly those, whatever changes meanwhile (data.md 4.10). Every query that is opened stands in
/// the log of queries, [SystemTables] shows it.
public final class QueryService implements Queries, SeriesQueries, Rehearsal {
    private static final SequencedMap<String, String> NO_PLANS = new LinkedHashMap<>();

    private final CatalogView catalog;
    private final ObjectsInUse inUse;
    private final SqlEngine engine;
    private final InstantSource clock;
    private final ScanLimits limits;
    private final QueryLog log;
    private final QueryPlanner planner;

    /// @param catalog what exists
    /// @param buffers rows that are in no file yet
    /// @param objects where files are
    /// @param inUse where the files of each query are named while it runs
    /// @param engine what executes
    /// @param clock gives `now()` and the bound of retention
    /// @param limits how much each query may read
    public QueryService(
            CatalogView catalog,
            BufferSource buffers,
            ObjectStore objects,
            ObjectsInUse inUse,
            SqlEngine engine,
            InstantSource clock,
            ScanLimits limits) {
        this.catalog = catalog;
        this.inUse = inUse;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
        this.log = new QueryLog(clock);
        this.planner = new QueryPlanner(catalog, buffers, objects, clock, log);
    }

    @Override
    public ResultStream open(Grant.ForDatabase grant, QueryRequest request) {
        return open(requireReadable(grant), request, log);
    }

    private ResultStream open(DatabaseEntry database, QueryRequest request, QueryLog listed) {
        QueryLog.Entry entry = listed.begin(database.id(), QueryLog.Asked.of(request));
        return switch (request.language()) {
            case SQL ->
                    logged(
                            entry,
                            request.timeLimit(),
                            held -> held.until(entry.until(sql(database, request, held, entry))));
            case INFLUXQL ->
                    series(
                                    new Asked(
                                            database,
                                            limits.and(request.limits()),
                                            request.timeLimit(),
                                            entry,
                                            true),
                                    () -> InfluxqlText.onlyStatement(request))
                            .rows();
        };
    }

    @Override
    public SeriesResult openSeries(
            Grant.ForDatabase grant, Statement statement, Duration timeLimit) {
        return openSeries(requireReadable(grant), statement, timeLimit, log);
    }

    private SeriesResult openSeries(
            DatabaseEntry database, Statement statement, Duration timeLimit, QueryLog listed) {
        QueryLog.Entry entry =
                listed.begin(
                        database.id(), QueryLog.Asked.influxql(InfluxqlWriter.write(statement)));
        return series(new Asked(database, limits, timeLimit, entry, false), () -> statement);
    }

    @Override
    public ResultStream rehearse(DatabaseEntry database, QueryRequest request) {
        return open(database, request, new QueryLog(clock));
    }

    @Override
    public SeriesResult rehearse(DatabaseEntry database, Statement statement, Duration timeLimit) {
        return openSeries(database, statement, timeLimit, new QueryLog(clock));
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

    /// Starts a query with files to hold; where that fails the log says so, and nothing is held.
    private <T> T logged(QueryLog.Entry entry, Duration timeLimit, Function<HeldFiles, T> start) {
        HeldFiles held = new HeldFiles(inUse.begin(), timeLimit);
        try {
            return start.apply(held);
        } catch (RuntimeException e) {
            held.failed(e);
            held.close();
            entry.end(e);
            throw e;
        }
    }

    private SqlEngine.Session begin(Duration timeLimit, QueryLog.Entry entry) {
        entry.waits();
        SqlEngine.Session session = engine.begin(timeLimit);
        RunningResult.begun(session::cancel);
        entry.begun();
        return session;
    }

    private ResultStream sql(
            DatabaseEntry database, QueryRequest request, HeldFiles held, QueryLog.Entry entry) {
        StatementText text = new StatementText(request.text());
        boolean debug = request.options().debug();
        try (SqlEngine.Session session = begin(request.timeLimit(), entry)) {
            Query query = planner.read(text, session, database, debug);
            entry.reached(QueryLog.Phase.LOGICALLY_PLANNED);
            Pinning pinning =
                    new Pinning(
                            database, session, limits.and(request.limits()), held, false, debug);
            Planning planning = of -> planner.plan(of, query, request.parameters());
            Explain how = text.explain();
            if (how == Explain.NO) {
                return answer(pinning, planning, request.timeLimit(), entry);
            }
            Ready ready = planning.plan(pinning);
            entry.planned(ready.plan().size());
            Explanation explanation = Explanation.ofSql(how, query, ready);
            return explanation.answer(
                    session, clock, Explanation::listing, () -> engine.begin(request.timeLimit()));
        }
    }

    /// Gives the rows of a plan as they are.
    private static ResultStream run(SqlEngine.Session session, QueryPlan plan) {
        RunningResult.runs(() -> session.columns(plan));
        return session.run(plan);
    }

    /// Plans a query as often as its session changes.
    private interface Planning {
        Ready plan(Pinning pinning);
    }

    /// The answer from the rows that are looked at first, if those are enough; else from all.
    private ResultStream answer(
            Pinning pinning, Planning planning, Duration timeLimit, QueryLog.Entry entry) {
        Ready ready = planning.plan(pinning);
        entry.planned(ready.plan().size());
        if (ready.rowsExpected() == 0) {
            return run(pinning.session(), ready.plan());
        }
        FirstBatch answer = FirstBatch.of(run(pinning.session(), ready.plan()));
        if (answer.rowCount() == ready.rowsExpected()) {
            return answer;
        }
        answer.close();
        try (SqlEngine.Session session = begin(timeLimit, entry)) {
            Ready whole = planning.plan(pinning.inFull(session));
            entry.planned(whole.plan().size());
            return run(session, whole.plan());
        }
    }

    private QueryDescription describeSql(DatabaseEntry database, QueryRequest request) {
        AskedParameters asked = new AskedParameters(request.parameters());
        StatementText text = new StatementText(request.text());
        boolean debug = request.options().debug();
        try (HeldFiles held = new HeldFiles(inUse.begin(), request.timeLimit());
                SqlEngine.Session session = engine.begin(request.timeLimit())) {
            Query query = planner.read(text, session, database, debug);
            Pinning pinning = new Pinning(database, session, ScanLimits.NONE, held, true, debug);
            QueryPlan open = planner.plan(pinning, query, asked).plan();
            List<@Nullable SqlType> types =
                    asked.isNone() ? List.of() : session.parameterTypes(open.sql());
            QueryPlan plan =
                    text.explain() == Explain.NO
                            ? planner.plan(pinning, withoutRows(query), asked.nulls(types)).plan()
                            : Explanation.listing(NO_PLANS);
            try (ResultStream result = session.run(plan)) {
                return new QueryDescription(result.schema(), asked.described(types));
            }
        }
    }

    /// The same columns with `LIMIT 0`, for which the engine executes nothing.
    private static Query withoutRows(Query query) {
        return query.withTail(new Query.Tail(query.tail().orderBy(), Literal.ofLong(0), null));
    }

    /// Who asks for series, and within what.
    ///
    /// @param self whether the rows have to say themselves how they are series
    private record Asked(
            DatabaseEntry database,
            ScanLimits limits,
            Duration timeLimit,
            QueryLog.Entry entry,
            boolean self) {}

    private SeriesResult series(Asked asked, Supplier<Statement> statement) {
        return logged(
                asked.entry(),
                asked.timeLimit(),
                held -> {
                    SeriesResult result = series(asked, statement.get(), held);
                    return new SeriesResult(
                            held.until(asked.entry().until(result.rows())), result.layout());
                });
    }

    private SeriesResult series(Asked asked, Statement statement, HeldFiles held) {
        Planned planned = planner.read(statement, asked.database());
        asked.entry().reached(QueryLog.Phase.LOGICALLY_PLANNED);
        try (SqlEngine.Session session = begin(asked.timeLimit(), asked.entry())) {
            Pinning pinning =
                    new Pinning(asked.database(), session, asked.limits(), held, false, false)
                            .with(FirstLook.of(planned.simple()));
            if (!(statement instanceof Statement.Explain explain)) {
                return new SeriesResult(
                        answer(
                                pinning,
                                of -> series(of, planned, asked.self()),
                                asked.timeLimit(),
                                asked.entry()),
                        planned.layout());
            }
            Ready ready = planner.plan(pinning, planned.query(), Map.of());
            asked.entry().planned(ready.plan().size());
            ResultStream rows =
                    Explanation.ofInfluxql(explain, planned, ready)
                            .answer(
                                    session,
                                    clock,
                                    plans -> listing(pinning, plans),
                                    () -> engine.begin(asked.timeLimit()));
            return new SeriesResult(rows, InfluxqlPlanner.explained(NO_PLANS).layout());
        }
    }

    private Ready series(Pinning pinning, Planned planned, boolean self) {
        Ready ready = planner.plan(pinning, planned.query(), Map.of());
        QueryPlan plan =
                InfluxqlText.named(
                        ready.plan(),
                        planned,
                        planned.known().isEmpty()
                                ? SeriesSliceReader.read(planned, ready.scanned())
                                : new KnownRows(planned.known()));
        return ready.with(self ? InfluxqlText.described(plan, planned) : plan);
    }

    /// Rows of an explanation as InfluxQL gives rows.
    private QueryPlan listing(Pinning pinning, SequencedMap<String, String> plans) {
        Planned listing = InfluxqlPlanner.explained(plans);
        return InfluxqlText.described(
                InfluxqlText.named(
                        planner.plan(pinning, listing.query(), Map.of()).plan(), listing, null),
                listing);
    }

    private QueryDescription describeSeries(DatabaseEntry database, QueryRequest request) {
        Statement statement = InfluxqlText.onlyStatement(request);
        Planned planned = planner.read(statement, database);
        try (HeldFiles held = new HeldFiles(inUse.begin(), request.timeLimit());
                SqlEngine.Session session = engine.begin(request.timeLimit())) {
            Pinning pinning = new Pinning(database, session, ScanLimits.NONE, held, true, false);
            QueryPlan plan =
                    statement instanceof Statement.Explain
                            ? listing(pinning, NO_PLANS)
                            : InfluxqlText.described(
                                    InfluxqlText.named(
                                            planner.plan(
                                                            pinning,
                                                            withoutRows(planned.query()),
                                                            Map.of())
                                                    .plan(),
                                            planned,
                                            null),
                                    planned);
            try (ResultStream rows = session.run(plan)) {
                return new QueryDescription(rows.schema(), List.of());
            }
        }
    }
}
