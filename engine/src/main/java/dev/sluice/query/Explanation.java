// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.InfluxqlWriter;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.query.QueryPlanner.Ready;
import dev.sluice.query.StatementText.Explain;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The answer to EXPLAIN of both languages: plans by `plan_type` (data.md 5.14).
///
/// @param how what EXPLAIN asks for
/// @param initial the statement before it was made a plan
/// @param logical what was asked
/// @param ready what runs
record Explanation(Explain how, String initial, String logical, Ready ready) {
    private static final List<View.Column> COLUMNS = View.texts("plan_type", "plan");

    /// Of SQL.
    ///
    /// @param query as it was asked
    static Explanation ofSql(Explain how, Query query, Ready ready) {
        String logical = PlanText.logical(query);
        return new Explanation(how, logical, logical, ready);
    }

    /// Of InfluxQL.
    static Explanation ofInfluxql(Statement.Explain statement, Planned planned, Ready ready) {
        return new Explanation(
                Explain.of(statement.analyze(), statement.verbose()),
                InfluxqlWriter.write(statement.select()),
                PlanText.logical(planned.query()),
                ready);
    }

    /// Answers. With ANALYZE the query runs to its end first.
    ///
    /// @param place where it may run
    /// @param clock measures how long it runs
    /// @param listing makes rows of plans
    /// @param next gives another place, for the rows when the query had this one
    ResultStream answer(
            SqlEngine.Session place,
            InstantSource clock,
            Function<SequencedMap<String, String>, QueryPlan> listing,
            Supplier<SqlEngine.Session> next) {
        if (!how.runs()) {
            return place.run(listing.apply(planned()));
        }
        QueryPlan rows = listing.apply(analyzed(place, clock));
        try (SqlEngine.Session after = next.get()) {
            return after.run(rows);
        }
    }

    private SequencedMap<String, String> planned() {
        String physical = PlanText.physical(ready.scanned(), "");
        SequencedMap<String, String> plans = new LinkedHashMap<>();
        if (how.verbose()) {
            plans.put("initial_logical_plan", initial);
            plans.put("logical_plan after resolve", PlanText.logical(ready.resolved()));
        }
        plans.put("logical_plan", logical);
        if (how.verbose()) {
            plans.put("initial_physical_plan", physical);
        }
        plans.put("physical_plan", physical);
        return plans;
    }

    private SequencedMap<String, String> analyzed(SqlEngine.Session place, InstantSource clock) {
        Instant start = clock.instant();
        long count = 0;
        try (ResultStream stream = place.run(ready.plan())) {
            while (stream.next()) {
                count += stream.root().getRowCount();
            }
        }
        String time = Duration.between(start, clock.instant()).toNanos() / 1_000 + "µs";
        String plan =
                PlanText.physical(
                        ready.scanned(),
                        "metrics=[output_rows=" + count + ", elapsed_compute=" + time + "]");
        SequencedMap<String, String> plans = new LinkedHashMap<>();
        plans.put("Plan with Metrics", plan);
        if (how.verbose()) {
            plans.put("Plan with Full Metrics", plan);
            plans.put("Output Rows", Long.toString(count));
            plans.put("Duration", time);
        }
        return plans;
    }

    /// What gives plans as rows of SQL.
    static QueryPlan listing(SequencedMap<String, String> plans) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        plans.forEach((type, plan) -> rows.add(List.of(type, plan)));
        Query all =
                Query.Select.of(
                        List.of(new Query.SelectItem(new Expression.Star("", List.of()), "")),
                        new View(COLUMNS, rows).relation("plan"));
        return new QueryPlan(
                SqlWriter.write(all),
                List.of(),
                COLUMNS.stream().map(column -> new OutputColumn(column.name(), null)).toList(),
                ScanSize.NONE);
    }
}
