// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.StatementChecks;
import dev.sluice.query.sql.Expression;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The entry of this room: plans one statement. User text becomes names and constants of a tree,
/// never text of the engine.
public final class InfluxqlPlanner {
    private final Schemas schemas;
    private final String database;
    private final long nowNanos;

    /// @param schemas the measurements that are there
    /// @param database the one database that the statement may name
    /// @param nowNanos `now()`, the same for the whole statement
    public InfluxqlPlanner(Schemas schemas, String database, long nowNanos) {
        this.schemas = schemas;
        this.database = database;
        this.nowNanos = nowNanos;
    }

    /// What a statement becomes.
    ///
    /// @param statement without bind parameters; for EXPLAIN it is its query that is planned
    /// @throws dev.sluice.model.ProblemException *invalid* with the texts of data.md 6.3 to 6.8
    public Planned plan(Statement statement) {
        StatementChecks.check(statement);
        return switch (statement) {
            case Statement.Select select -> selected(select);
            case Statement.ShowMeasurements show -> shows(statement).measurements(show);
            case Statement.ShowTagKeys show -> shows(statement).tagKeys(show);
            case Statement.ShowTagValues show -> shows(statement).tagValues(show);
            case Statement.ShowFieldKeys show -> shows(statement).fieldKeys(show);
            case Statement.ShowDatabases _ -> shows(statement).databases();
            case Statement.ShowRetentionPolicies _ -> shows(statement).retentionPolicies();
            case Statement.Explain explain -> selected(explain.select());
            case Statement.NotImplemented other -> throw Refusals.notImplemented(other.title());
        };
    }

    /// The field whose newest or oldest value, or a part of whose row, an expression of a plan
    /// takes of each group of points; null where it takes something else.
    ///
    /// @param newest which of the two
    public static @Nullable String fieldAtEnd(Expression expression, boolean newest) {
        return Aggregates.fieldAtEnd(expression, newest);
    }

    /// Whether a condition on a group of points holds for each that has a point.
    public static boolean isOfAnyPoint(Expression condition) {
        return condition.equals(Sql.atLeastOne());
    }

    /// The answer to EXPLAIN (data.md 6.14).
    ///
    /// @param plans the text of each by its type, in order
    public static Planned explained(SequencedMap<String, String> plans) {
        Listing listing = new Listing("", List.of("plan_type", "plan")).inOrder();
        plans.forEach((type, plan) -> listing.row(Sql.text(type), Sql.text(plan)));
        return listing.planned();
    }

    private Planned selected(Statement.Select select) {
        return new SelectPlanner(schemas, database, nowNanos).plan(select);
    }

    private ShowPlanner shows(Statement statement) {
        ShowPlanner shows = new ShowPlanner(schemas, database, nowNanos);
        shows.requireOwn(statement);
        return shows;
    }
}
