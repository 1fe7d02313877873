// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Source;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.plan.SourceTable.Tie;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns a FROM into tables, one for each measurement (data.md 6.2, 6.10).
final class Sources {
    private final Schemas schemas;
    private final String database;
    private final SelectPlanner subqueries;

    /// @param database the one that a measurement may name
    Sources(Schemas schemas, String database, SelectPlanner subqueries) {
        this.schemas = schemas;
        this.database = database;
        this.subqueries = subqueries;
    }

    /// The tables by measurement. Unknown measurements are none.
    ///
    /// @param inherited what subqueries take over
    List<SourceTable> of(List<Source> from, Inherited inherited) {
        Set<String> stored = new LinkedHashSet<>();
        List<SourceTable> all = new ArrayList<>();
        for (Source source : from) {
            switch (source) {
                case Source.Measurement measurement -> {
                    for (MeasurementSchema found : find(measurement)) {
                        if (stored.add(found.name())) {
                            all.add(SourceTable.of(found));
                        }
                    }
                }
                case Source.Subquery subquery -> {
                    SelectPlanner.Parts parts = subqueries.parts(subquery.select(), inherited);
                    for (Part part : parts.parts()) {
                        all.add(table(parts.shape(), part));
                    }
                }
            }
        }
        Map<String, List<SourceTable>> byName = new TreeMap<>(Columns.BY_BYTES);
        for (SourceTable table : all) {
            byName.computeIfAbsent(table.measurement(), _ -> new ArrayList<>()).add(table);
        }
        return byName.values().stream().map(same -> together(same, inherited.span())).toList();
    }

    /// The stored measurements that a source means.
    List<MeasurementSchema> find(Source.Measurement measurement) {
        String named = StatementDatabase.of(measurement, database);
        if (!named.isEmpty() && !named.equals(database)) {
            throw Refusals.planning("can only perform queries on a single database");
        }
        return switch (measurement.target()) {
            case Source.Name(String name) -> schemas.find(name).stream().toList();
            case Source.Pattern pattern -> {
                NamePattern names = NamePattern.of(pattern.regex());
                yield schemas.all().stream().filter(schema -> names.fits(schema.name())).toList();
            }
        };
    }

    private static SourceTable table(Shape shape, Part part) {
        Columns columns = new Columns();
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.column(Part.TIME), Column.TIME));
        int i = 0;
        for (var field : shape.fields()) {
            @Nullable ColumnType type = part.types().get(i);
            if (type != null && type != ColumnType.TIME) {
                columns.add(field.alias(), type);
                items.add(Sql.item(Sql.column(Part.field(i)), field.alias()));
            }
            i++;
        }
        i = 0;
        for (String tag : shape.groupTags()) {
            if (columns.typeOf(tag) == null) {
                columns.add(tag, ColumnType.TAG);
                items.add(Sql.item(Sql.column(Part.tag(i)), tag));
            }
            i++;
        }
        List<Tie> ties = ties(part.ties(), columns);
        for (int tie = 0; tie < ties.size(); tie++) {
            items.add(Sql.item(Sql.column(Part.tie(tie)), ties.get(tie).name()));
        }
        Query.Select rows = Sql.select(items, Sql.rows(part.rows()), null);
        return new SourceTable(part.measurement(), columns, ties, Sql.rows(rows), false);
    }

    /// Under names that no column has.
    private static List<Tie> ties(List<ColumnType> types, Columns columns) {
        String letter = "tie";
        while (columns.variables().stream().map(Term.Variable::name).anyMatch(startsAs(letter))) {
            letter += "_";
        }
        List<Tie> ties = new ArrayList<>();
        for (ColumnType type : types) {
            ties.add(new Tie(letter + ties.size(), type));
        }
        return ties;
    }

    private static Predicate<String> startsAs(String letter) {
        return name -> name.regionMatches(true, 0, letter, 0, letter.length());
    }

    /// The rows of several sources of one name.
    private static SourceTable together(List<SourceTable> same, TimeSpan span) {
        if (same.size() == 1) {
            return same.getFirst();
        }
        Columns all = Columns.merged(same.stream().map(SourceTable::columns).toList()).once();
        UnitedTies united =
                new UnitedTies(same.stream().map(table -> Tie.types(table.ties())).toList());
        List<Tie> ties = ties(united.types(), all);
        List<String> tieNames = ties.stream().map(Tie::name).toList();
        List<Query> queries = new ArrayList<>();
        for (SourceTable table : same) {
            List<SelectItem> items = new ArrayList<>();
            items.add(Sql.item(SourceTable.time(), Column.TIME));
            for (Term.Variable variable : all.variables()) {
                String name = variable.name();
                Typed value = new Typed(Sql.column(name), table.columns().typeOf(name));
                items.add(Sql.item(value.as(all.typeOf(name)).value(), name));
            }
            items.addAll(
                    united.items(
                            Tie.types(table.ties()),
                            table.ties().stream().map(Tie::name).toList(),
                            tieNames));
            queries.add(Sql.select(items, table.relation(), Sql.and(table.within(span))));
        }
        return new SourceTable(
                same.getFirst().measurement(), all, ties, Sql.rows(Sql.union(queries)), false);
    }
}
