// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What orders rows of one time where the rows of several queries become one. Columns of one type
/// share a column; those of others have their own, so that ranks are not compared as texts because
/// another query is ordered by its tags.
final class UnitedTies {
    private final List<ColumnType> types = new ArrayList<>();

    /// @param all by query, the types of the columns that order its rows
    UnitedTies(List<List<ColumnType>> all) {
        all.forEach(this::places);
    }

    /// Of the columns, in the order in which they are compared.
    List<ColumnType> types() {
        return List.copyOf(types);
    }

    /// The columns as one of the queries has them, with nothing in those of the others.
    ///
    /// @param own the types of its own columns
    /// @param ownNames their names
    /// @param names of the columns of all
    List<SelectItem> items(List<ColumnType> own, List<String> ownNames, List<String> names) {
        int[] places = places(own);
        List<SelectItem> items = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expression tie =
                    places[i] < 0 ? Sql.nothing(types.get(i)) : Sql.column(ownNames.get(places[i]));
            items.add(Sql.item(tie, names.get(i)));
        }
        return items;
    }

    /// For each column its place among a query's own, or -1: the first that is left, so that their
    /// order stays. Adds those for which there is none.
    private int[] places(List<ColumnType> own) {
        int[] places = new int[types.size() + own.size()];
        Arrays.fill(places, -1);
        int next = 0;
        for (int i = 0; i < own.size(); i++) {
            while (next < types.size() && types.get(next) != own.get(i)) {
                next++;
            }
            if (next == types.size()) {
                types.add(own.get(i));
            }
            places[next++] = i;
        }
        return places;
    }
}
