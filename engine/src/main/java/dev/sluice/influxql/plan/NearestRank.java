// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.CommonTable;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import java.util.ArrayList;
import java.util.List;

/// The row that `percentile` chooses of each group (data.md 6.5): the earliest of those that have
/// the value of nearest rank. Values are put in order by themselves and then looked for, since
/// whole rows in order take many times the memory.
///
/// @param keys names of the columns that tell groups apart
/// @param values names of the columns of the row, the first its time and the second the value
/// @param ties names of the columns that order rows of one value and one time
record NearestRank(List<String> keys, List<String> values, List<String> ties) {
    private static final String READ = "read";
    private static final String RANKED = "q";
    private static final String RANK_VALUE = "v";

    /// The rows by group, each as one value.
    ///
    /// @param read all rows with those columns; each has a value
    /// @param row what to make of the row
    /// @param name of the column of the chosen rows
    Query.Select chosen(Query.Select read, Term.Call call, Expression row, String name) {
        Relation rows = Sql.table(READ);
        Expression value = Sql.column(values.get(1));
        List<SelectItem> rankedItems = new ArrayList<>(Sql.items(keys));
        rankedItems.add(Sql.item(Aggregates.nearestRank(call, value), RANK_VALUE));
        Query ranked =
                Sql.grouped(
                        Sql.select(rankedItems, rows, null),
                        keys.stream().map(Sql::column).toList());
        List<Expression> same = new ArrayList<>();
        List<SelectItem> items = new ArrayList<>();
        List<Expression> groups = new ArrayList<>();
        for (String key : keys) {
            Expression own = Sql.column(key);
            same.add(Sql.isAsIn(RANKED, key));
            items.add(Sql.item(own, key));
            groups.add(own);
        }
        same.add(Sql.equal(value, Sql.column(RANKED, RANK_VALUE)));
        List<Expression> order = new ArrayList<>();
        order.add(Sql.column(values.getFirst()));
        ties.forEach(tie -> order.add(Sql.column(tie)));
        items.add(
                Sql.item(
                        Sql.call("arg_min", row, Sql.call("row", order.toArray(Expression[]::new))),
                        name));
        Relation joined =
                new Relation.Join(
                        rows,
                        new Relation.Derived(ranked, RANKED, List.of()),
                        Relation.Join.Kind.INNER,
                        false,
                        Sql.and(same),
                        List.of());
        return Sql.grouped(Sql.select(items, joined, null), groups)
                .withTables(List.of(CommonTable.of(READ, read)));
    }
}
