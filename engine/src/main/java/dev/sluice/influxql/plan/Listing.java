// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Statement.Page;
import dev.sluice.influxql.plan.Planned.PlannedColumn;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.model.TextOrder;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.List;

/// The rows of a SHOW statement in the making: some are known, some are to be looked for.
final class Listing {
    /// The column that tells the series of a row.
    static final String SERIES = "m";

    private final String series;
    private final List<String> columns;
    private final List<Query> queries = new ArrayList<>();
    private final List<List<Literal>> known = new ArrayList<>();
    private boolean sorted = true;
    private Page page = Page.ALL;
    private List<String> pagedBy = List.of();

    /// @param series the name of the series, where all rows are of one
    /// @param columns names of the shown columns
    Listing(String series, List<String> columns) {
        this.series = series;
        this.columns = columns;
    }

    /// Adds a known row.
    Listing row(Literal... values) {
        return named(series, values);
    }

    /// Adds a known row of a series.
    Listing named(String name, Literal... values) {
        List<Literal> row = new ArrayList<>();
        row.add(Literal.ofText(name));
        row.addAll(List.of(values));
        known.add(row);
        return this;
    }

    /// Adds rows that are to be looked for, as [#items] names their columns.
    void rows(Query query) {
        queries.add(query);
    }

    List<SelectItem> items(Expression... values) {
        return items(series, values);
    }

    static List<SelectItem> items(String name, Expression... values) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.text(name), SERIES));
        for (int i = 0; i < values.length; i++) {
            items.add(Sql.item(values[i], Part.field(i)));
        }
        return items;
    }

    /// Leaves known rows in the order in which they were added.
    Listing inOrder() {
        sorted = false;
        return this;
    }

    /// Cuts the rows that agree in some columns.
    Listing paged(Page which, List<String> by) {
        page = which;
        pagedBy = by;
        return this;
    }

    Planned planned() {
        List<SelectItem> items = new ArrayList<>();
        List<ShownColumn> shown = new ArrayList<>();
        List<PlannedColumn> described = new ArrayList<>();
        List<SortKey> order = new ArrayList<>();
        items.add(Sql.item(Sql.column(SERIES), SeriesLayout.MEASUREMENT_NAME));
        order.add(Sql.up(Sql.column(SERIES)));
        described.add(new PlannedColumn(SeriesLayout.MEASUREMENT_NAME, null));
        for (int i = 0; i < columns.size(); i++) {
            shown.add(new ShownColumn(columns.get(i), i + 1));
            described.add(new PlannedColumn(columns.get(i), null));
            items.add(Sql.item(Sql.column(Part.field(i)), columns.get(i)));
            order.add(Sql.up(Sql.column(Part.field(i))));
        }
        Query.Select rows = Sql.select(items, relation(), null);
        Query.Select cut = page.isAll() ? rows : rows.withQualify(kept(order));
        Planned planned =
                new Planned(
                        cut.withTail(new Query.Tail(sorted ? order : List.of(), null, null)),
                        described,
                        new SeriesLayout(List.of(), shown, false, ""));
        return queries.isEmpty() && page.isAll() ? planned.withKnown(inOrder(known)) : planned;
    }

    private List<List<Literal>> inOrder(List<List<Literal>> rows) {
        return sorted ? rows.stream().sorted(Listing::compare).toList() : rows;
    }

    /// By the texts of all columns.
    private static int compare(List<Literal> a, List<Literal> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = TextOrder.compare(a.get(i).text(), b.get(i).text());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private Expression kept(List<SortKey> order) {
        return SelectPlanner.within(
                page, Sql.place(pagedBy.stream().map(Sql::column).toList(), order));
    }

    private Relation relation() {
        List<Query> all = new ArrayList<>(queries);
        if (!known.isEmpty()) {
            List<String> names = new ArrayList<>();
            names.add(SERIES);
            names.addAll(Part.names("c", columns.size()));
            List<List<Expression>> rows = new ArrayList<>();
            known.forEach(row -> rows.add(List.copyOf(row)));
            all.add(Sql.select(Sql.items(names), new Relation.Values(rows, Sql.ROWS, names), null));
        }
        if (all.isEmpty()) {
            Expression[] nothing =
                    columns.stream().map(_ -> Sql.nothing(null)).toArray(Expression[]::new);
            return Sql.rows(
                    Sql.select(items("", nothing), new Relation.Nothing(), Sql.truth(false)));
        }
        return Sql.rows(all.size() == 1 ? all.getFirst() : Sql.union(all));
    }
}
