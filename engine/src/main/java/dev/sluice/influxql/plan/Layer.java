// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;

/// A SELECT on the way to a [Part], with the names of its columns.
///
/// @param query gives the rows
/// @param names its columns
record Layer(Query.Select query, List<String> names) {
    Layer {
        names = List.copyOf(names);
    }

    static Layer of(Query.Select query) {
        return new Layer(query, query.items().stream().map(SelectItem::alias).toList());
    }

    /// The same rows with more columns.
    Layer with(List<SelectItem> more) {
        List<SelectItem> items = new ArrayList<>(Sql.items(names));
        items.addAll(more);
        return of(Sql.select(items, Sql.rows(query), null));
    }

    /// The columns whose names start with a letter, as expressions over this layer.
    List<Expression> columns(char letter) {
        return names.stream().filter(name -> name.charAt(0) == letter).map(Sql::column).toList();
    }
}
