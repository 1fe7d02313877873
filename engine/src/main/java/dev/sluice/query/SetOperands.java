// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.InstantType;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The queries of a set operation, with columns of one type: text is read as an instant where
/// another query has instants in its place. The engine would write those as text.
final class SetOperands {
    private static final String TABLE = "sluice_operand";

    private SetOperands() {}

    /// The queries of a set operation, rewritten.
    static List<QueryResolver.Resolved> of(List<QueryResolver.Resolved> operands) {
        List<@Nullable InstantType> types = types(operands);
        return types.stream().allMatch(Objects::isNull)
                ? operands
                : operands.stream().map(operand -> of(operand, types)).toList();
    }

    /// How the instants of each column are read, where one of the queries has any; empty where
    /// their columns are not known.
    private static List<@Nullable InstantType> types(List<QueryResolver.Resolved> operands) {
        List<@Nullable InstantType> types = new ArrayList<>();
        for (QueryResolver.Resolved operand : operands) {
            List<OutputColumn> columns = operand.columns();
            if (columns == null || (!types.isEmpty() && types.size() != columns.size())) {
                return List.of();
            }
            for (int i = 0; i < columns.size(); i++) {
                if (i == types.size()) {
                    types.add(null);
                }
                types.set(i, types.get(i) == null ? columns.get(i).instant() : types.get(i));
            }
        }
        return types;
    }

    private static QueryResolver.Resolved of(
            QueryResolver.Resolved operand, List<@Nullable InstantType> types) {
        List<OutputColumn> columns = Objects.requireNonNull(operand.columns());
        List<OutputColumn> read = new ArrayList<>(columns);
        for (int i = 0; i < types.size(); i++) {
            InstantType type = types.get(i);
            if (type != null && columns.get(i).value() == SqlType.VARCHAR) {
                Expression instant = CommonTypes.instant(reference(i), type);
                read.set(i, OutputColumn.of(columns.get(i).name(), instant));
            }
        }
        return read.equals(columns)
                ? operand
                : new QueryResolver.Resolved(query(operand.query(), columns, read), read);
    }

    private static Query query(Query query, List<OutputColumn> columns, List<OutputColumn> read) {
        boolean told =
                query instanceof Query.Select select
                        && select.items().size() == columns.size()
                        && select.items().stream()
                                .noneMatch(item -> item.expression() instanceof Expression.Star);
        Query.Select select = told ? (Query.Select) query : around(query, columns);
        List<SelectItem> items = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            SelectItem item = select.items().get(i);
            InstantType type = read.get(i).instant();
            items.add(
                    type == null || read.get(i).equals(columns.get(i))
                            ? item
                            : new SelectItem(
                                    CommonTypes.instant(item.expression(), type),
                                    columns.get(i).name()));
        }
        return select.withItems(items);
    }

    /// A query as a table of another one, so that each of its columns has a name.
    private static Query.Select around(Query query, List<OutputColumn> columns) {
        List<SelectItem> items = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            items.add(new SelectItem(reference(i), columns.get(i).name()));
            names.add(reference(i).column());
        }
        return Query.Select.of(items, new Relation.Derived(query, TABLE, names));
    }

    private static Expression.ColumnReference reference(int place) {
        return new Expression.ColumnReference(List.of(TABLE, "c" + place));
    }
}
