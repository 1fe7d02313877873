// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.InfluxqlWriter;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.InfluxqlPlanner;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.SqlWriter;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/// The answer to EXPLAIN of InfluxQL: rows of `plan_type` and `plan` (data.md 3.7, 6.14). The plan
/// is the tree before its tables are found, so that no place of a file gets out.
///
/// @param statement as it was asked
/// @param planned its query
record InfluxqlExplanation(Statement.Explain statement, Planned planned) {

    /// Answers. With ANALYZE the query runs to its end first.
    ///
    /// @param runner starts a plan
    SeriesResult answer(Function<Planned, ResultStream> runner) {
        SequencedMap<String, String> plans = new LinkedHashMap<>();
        if (statement.verbose()) {
            plans.put("initial_logical_plan", InfluxqlWriter.write(statement.select()));
        }
        String plan = Identifiers.fromEngine(SqlWriter.write(planned.query()));
        if (statement.analyze()) {
            plans.put("Plan with Metrics", plan + "\nmetrics=[output_rows=" + rows(runner) + "]");
        } else {
            plans.put("logical_plan", plan);
        }
        Planned listing = InfluxqlPlanner.explained(plans);
        return new SeriesResult(runner.apply(listing), listing.layout());
    }

    private long rows(Function<Planned, ResultStream> runner) {
        long rows = 0;
        try (ResultStream stream = runner.apply(planned)) {
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }
        return rows;
    }
}
