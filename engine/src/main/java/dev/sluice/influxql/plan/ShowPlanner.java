// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Condition;
import dev.sluice.influxql.KeyFilter;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Source;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.TimeSplit;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans the SHOW statements (data.md 6.12). What the schema tells is not looked for in the data;
/// where data is looked at without bounds of time, it is that of the last day.
final class ShowPlanner {
    private static final long WINDOW_NANOS = Duration.ofHours(24).toNanos();

    private final Schemas schemas;
    private final String database;
    private final Sources sources;
    private final long nowNanos;

    ShowPlanner(Schemas schemas, String database, long nowNanos) {
        this.schemas = schemas;
        this.database = database;
        this.nowNanos = nowNanos;
        this.sources =
                new Sources(schemas, database, new SelectPlanner(schemas, database, nowNanos));
    }

    Planned databases() {
        return new Listing("databases", List.of("name")).row(Sql.text(database)).planned();
    }

    Planned retentionPolicies() {
        return new Listing(
                        "retention_policies",
                        List.of("name", "duration", "shardGroupDuration", "replicaN", "default"))
                .row(
                        Sql.text("autogen"),
                        Sql.text("0s"),
                        Sql.text("168h0m0s"),
                        Sql.number(1),
                        Sql.truth(true))
                .planned();
    }

    Planned measurements(Statement.ShowMeasurements show) {
        List<MeasurementSchema> found =
                show.filter() == null ? schemas.all() : sources.find(show.filter());
        String series = "measurements";
        Listing listing = new Listing(series, List.of("name"));
        List<SimpleSelect> simple = new ArrayList<>();
        for (MeasurementSchema measurement : byName(found)) {
            if (show.where() == null) {
                listing.row(Sql.text(measurement.name()));
            } else {
                Query.Select rows =
                        select(
                                listing.items(Sql.text(measurement.name())),
                                measurement,
                                show.where(),
                                null);
                if (rows != null) {
                    listing.rows(one(rows));
                    simple.add(
                            SimpleSelects.ofRows(
                                    measurement.name(),
                                    List.of(series, measurement.name()),
                                    condition(rows)));
                }
            }
        }
        return listing.paged(show.page(), List.of()).planned().withSimple(simple, show.page());
    }

    Planned tagKeys(Statement.ShowTagKeys show) {
        Listing listing = new Listing("", List.of("tagKey"));
        List<SimpleSelect> simple = new ArrayList<>();
        for (MeasurementSchema measurement : from(show.from())) {
            for (String tag : Columns.of(measurement).tags()) {
                if (show.where() == null) {
                    listing.named(measurement.name(), Sql.text(tag));
                } else {
                    Query.Select rows =
                            select(
                                    Listing.items(measurement.name(), Sql.text(tag)),
                                    measurement,
                                    show.where(),
                                    tag);
                    if (rows != null) {
                        listing.rows(one(rows));
                        simple.add(
                                SimpleSelects.ofRows(
                                        measurement.name(),
                                        List.of(measurement.name(), tag),
                                        condition(rows)));
                    }
                }
            }
        }
        Planned planned = listing.paged(show.page(), List.of(Listing.SERIES)).planned();
        return show.page().isAll() ? planned.withSimple(simple) : planned;
    }

    Planned fieldKeys(Statement.ShowFieldKeys show) {
        Listing listing = new Listing("", List.of("fieldKey", "fieldType"));
        for (MeasurementSchema measurement : from(show.from())) {
            Columns columns = Columns.of(measurement);
            for (String field : columns.fields(Function.Input.ANY)) {
                listing.named(
                        measurement.name(), Sql.text(field), Sql.text(typeName(columns, field)));
            }
        }
        return listing.paged(show.page(), List.of(Listing.SERIES)).planned();
    }

    Planned tagValues(Statement.ShowTagValues show) {
        Listing listing = new Listing("", List.of("key", "value"));
        List<SimpleSelect> simple = new ArrayList<>();
        for (MeasurementSchema measurement : from(show.from())) {
            for (String tag : Columns.of(measurement).tags()) {
                if (matches(show.keys(), tag)) {
                    Query.Select values =
                            select(
                                    Listing.items(
                                            measurement.name(), Sql.text(tag), Sql.column(tag)),
                                    measurement,
                                    show.where(),
                                    tag);
                    if (values != null) {
                        listing.rows(values.withoutRepeats());
                        simple.add(SimpleSelects.ofTag(measurement.name(), tag, condition(values)));
                    }
                }
            }
        }
        Planned planned =
                listing.paged(show.page(), List.of(Listing.SERIES, Part.field(0))).planned();
        return show.page().isAll() ? planned.withSimple(simple) : planned;
    }

    private static boolean matches(KeyFilter filter, String tag) {
        return switch (filter) {
            case KeyFilter.Is is -> is.key().equals(tag) != is.negated();
            case KeyFilter.In in -> in.keys().contains(tag);
            case KeyFilter.Matches matches ->
                    NamePattern.of(matches.regex()).fits(tag) != matches.negated();
        };
    }

    private static String typeName(Columns columns, String field) {
        return switch (Objects.requireNonNull(columns.typeOf(field))) {
            case FLOAT -> "float";
            case INTEGER -> "integer";
            case UINTEGER -> "unsigned";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case TAG, TIME -> throw new IllegalStateException("no field: " + field);
        };
    }

    private List<MeasurementSchema> from(List<Source.Measurement> from) {
        if (from.isEmpty()) {
            return byName(schemas.all());
        }
        List<MeasurementSchema> found = new ArrayList<>();
        from.forEach(measurement -> found.addAll(sources.find(measurement)));
        return byName(found);
    }

    private static List<MeasurementSchema> byName(List<MeasurementSchema> found) {
        Map<String, MeasurementSchema> sorted = new TreeMap<>(Columns.BY_BYTES);
        found.forEach(measurement -> sorted.put(measurement.name(), measurement));
        return List.copyOf(sorted.values());
    }

    /// The rows of a measurement that a condition lets through, or null where its columns tell that
    /// there are none.
    ///
    /// @param tag which must be there, or null
    private Query.@Nullable Select select(
            List<SelectItem> items,
            MeasurementSchema measurement,
            @Nullable Condition where,
            @Nullable String tag) {
        SourceTable table = SourceTable.of(measurement);
        TimeSplit split = TimeSplit.of(where, nowNanos, ZoneOffset.UTC);
        TimeSpan span = TimeSpan.of(split);
        if (!span.hasLower() && !span.hasUpper()) {
            span = new TimeSpan(nowNanos - WINDOW_NANOS, Long.MAX_VALUE);
        }
        List<Expression> conditions = table.within(span);
        if (split.rest() != null) {
            Leaves leaves = table.leaves(table.columns());
            Expression condition = new ConditionCompiler(leaves).compile(split.rest());
            if (Sql.isNever(condition)) {
                return null;
            }
            conditions.add(condition);
        }
        if (tag != null) {
            conditions.add(Sql.isNotNull(Sql.column(tag)));
        }
        return Sql.select(items, table.relation(), Sql.and(conditions));
    }

    private static Expression condition(Query.Select select) {
        return Objects.requireNonNull(select.where());
    }

    private static Query.Select one(Query.Select select) {
        return select.withTail(new Query.Tail(List.of(), Sql.number(1), null));
    }

    /// @throws dev.sluice.model.ProblemException *invalid* for a statement about another database
    void requireOwn(Statement statement) {
        if (!StatementDatabase.of(statement, database).equals(database)) {
            throw Refusals.notImplemented("SHOW of another database");
        }
    }
}
