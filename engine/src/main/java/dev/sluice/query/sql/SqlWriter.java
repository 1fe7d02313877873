// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Query.CommonTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a checked tree as text for the engine. Everything in the text comes from the tree: names
/// are quoted, constants are escaped, each operation stands in its own parentheses.
public final class SqlWriter {
    private final StringBuilder out = new StringBuilder(512);
    private final MadeValues made;
    private final ExpressionWriter expressions;

    private SqlWriter(MadeValues made) {
        this.made = made;
        this.expressions = new ExpressionWriter(out, this, made);
    }

    /// The text of a whole query.
    public static String write(Query query) {
        MadeValues unknown = new MadeValues();
        String text = write(query, unknown);
        MadeValues known = unknown.ofAllSeen();
        return known == unknown ? text : write(query, known);
    }

    private static String write(Query query, MadeValues made) {
        SqlWriter writer = new SqlWriter(made);
        writer.query(query);
        return writer.out.toString();
    }

    /// The text of one expression.
    public static String write(Expression expression) {
        SqlWriter writer = new SqlWriter(new MadeValues());
        writer.expressions.write(expression);
        return writer.out.toString();
    }

    void query(Query query) {
        made.query();
        with(query.with());
        switch (query) {
            case Query.Select select -> select(select);
            case Query.SetOperation set -> setOperation(set);
        }
        tail(query.tail());
    }

    private void with(List<CommonTable> tables) {
        if (tables.isEmpty()) {
            return;
        }
        boolean recursive = tables.stream().anyMatch(table -> table.step() != null);
        out.append(recursive ? "WITH RECURSIVE " : "WITH ");
        String separator = "";
        for (CommonTable table : tables) {
            out.append(separator).append(Identifiers.quoted(table.name()));
            names(table.columns());
            out.append(" AS (");
            query(table.query());
            if (table.step() != null) {
                out.append(table.stepAll() ? " UNION ALL " : " UNION ");
                query(table.step());
            }
            out.append(')');
            separator = ", ";
        }
        out.append(' ');
    }

    private void select(Query.Select select) {
        out.append("SELECT ");
        if (select.distinct().active()) {
            out.append("DISTINCT ");
            if (!select.distinct().on().isEmpty()) {
                out.append("ON (");
                expressions.list(select.distinct().on());
                out.append(") ");
            }
        }
        String separator = "";
        for (Query.SelectItem item : select.items()) {
            out.append(separator);
            expressions.write(item.expression());
            if (!item.alias().isEmpty()) {
                out.append(" AS ").append(Identifiers.quoted(item.alias()));
            }
            separator = ", ";
        }
        if (!(select.from() instanceof Relation.Nothing)) {
            out.append(" FROM ");
            relation(select.from());
        }
        clause(" WHERE ", select.where());
        grouping(select.grouping());
        clause(" HAVING ", select.having());
        clause(" QUALIFY ", select.qualify());
    }

    private void grouping(Query.Grouping grouping) {
        if (grouping.everything()) {
            out.append(" GROUP BY ALL");
        } else if (grouping.sets().size() == 1
                && grouping.sets().getFirst().size() == grouping.keys().size()) {
            out.append(" GROUP BY ");
            expressions.places(grouping.keys());
        } else if (!grouping.sets().isEmpty()) {
            out.append(" GROUP BY GROUPING SETS (");
            String separator = "";
            for (List<Integer> set : grouping.sets()) {
                out.append(separator).append('(');
                expressions.places(set.stream().map(grouping.keys()::get).toList());
                out.append(')');
                separator = ", ";
            }
            out.append(')');
        }
    }

    private void setOperation(Query.SetOperation set) {
        String separator = "";
        for (Query operand : set.operands()) {
            out.append(separator).append('(');
            query(operand);
            out.append(')');
            separator = " " + set.kind().name() + (set.all() ? " ALL " : " ");
        }
    }

    private void tail(Query.Tail tail) {
        if (!tail.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            expressions.sortKeys(tail.orderBy());
        }
        clause(" LIMIT ", tail.limit());
        clause(" OFFSET ", tail.offset());
    }

    private void clause(String words, @Nullable Expression expression) {
        if (expression != null) {
            out.append(words);
            expressions.write(expression);
        }
    }

    private void relation(Relation relation) {
        switch (relation) {
            case Relation.Table table -> {
                out.append(Identifiers.quoted(table.path().getLast()));
                named(table.alias(), table.columns());
            }
            case Relation.Scan scan -> {
                out.append('(').append(scan.sql()).append(')');
                named(scan.alias(), scan.columns());
            }
            case Relation.Derived derived -> {
                out.append('(');
                query(derived.query());
                out.append(')');
                named(derived.alias(), derived.columns());
            }
            case Relation.Join join -> join(join);
            case Relation.Values values -> {
                out.append("(VALUES ");
                String separator = "";
                for (List<Expression> row : values.rows()) {
                    out.append(separator).append('(');
                    expressions.list(row);
                    out.append(')');
                    separator = ", ";
                }
                out.append(')');
                named(values.alias(), values.columns());
            }
            case Relation.Series series -> {
                expressions.write(series.call());
                named(series.alias(), series.columns());
            }
            case Relation.Nothing _ -> out.append("(SELECT 1)");
        }
    }

    private void join(Relation.Join join) {
        out.append('(');
        relation(join.left());
        boolean bare = join.condition() == null && join.using().isEmpty() && !join.natural();
        if (bare) {
            out.append(" CROSS JOIN ");
        } else {
            out.append(join.natural() ? " NATURAL " : " ")
                    .append(join.kind().name())
                    .append(" JOIN ");
        }
        relation(join.right());
        clause(" ON ", join.condition());
        if (!join.using().isEmpty()) {
            out.append(" USING");
            names(join.using());
        }
        out.append(')');
    }

    private void named(String alias, List<String> columns) {
        if (!alias.isEmpty()) {
            out.append(" AS ").append(Identifiers.quoted(alias));
            names(columns);
        }
    }

    private void names(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        out.append('(');
        String separator = "";
        for (String name : names) {
            out.append(separator).append(Identifiers.quoted(name));
            separator = ", ";
        }
        out.append(')');
    }
}
