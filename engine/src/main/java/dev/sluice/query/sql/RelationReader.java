// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Builds the FROM part of the tree.
final class RelationReader {
    /// The only functions in FROM: they read nothing.
    private static final Set<String> SERIES = Set.of("unnest", "range", "generate_series");

    private final SqlTreeReader queries;
    private final ExpressionReader expressions;

    private RelationReader(SqlTreeReader queries, ExpressionReader expressions) {
        this.queries = queries;
        this.expressions = expressions;
    }

    static Relation read(SqlTreeReader queries, ExpressionReader expressions, TreeNode node) {
        return new RelationReader(queries, expressions).relation(node);
    }

    private Relation relation(TreeNode node) {
        String type = node.text("type");
        Relation result =
                switch (type) {
                    case "BASE_TABLE" -> table(node);
                    case "SUBQUERY" ->
                            new Relation.Derived(
                                    queries.statement(node.requireChild("subquery")),
                                    node.text("alias"),
                                    node.texts("column_name_alias"));
                    case "JOIN" -> join(node);
                    case "EXPRESSION_LIST" -> values(node);
                    case "TABLE_FUNCTION" -> series(node);
                    case "EMPTY" -> new Relation.Nothing();
                    case "SHOW_REF" ->
                            throw UnsupportedSql.statement(
                                    "Statement not supported: this form of SHOW or DESCRIBE");
                    default -> throw UnsupportedSql.notSupported(SqlTreeReader.words(type));
                };
        node.finish(SqlTreeReader.words(type).toLowerCase(Locale.ROOT));
        return result;
    }

    private static Relation table(TreeNode node) {
        List<String> path = new ArrayList<>();
        for (String member : List.of("catalog_name", "schema_name", "table_name")) {
            String part = node.text(member);
            if (!part.isEmpty()) {
                path.add(part);
            }
        }
        return new Relation.Table(path, node.text("alias"), node.texts("column_name_alias"));
    }

    private Relation join(TreeNode node) {
        Relation left = relation(node.requireChild("left"));
        Relation right = relation(node.requireChild("right"));
        String type = node.text("join_type");
        Relation.Join.Kind kind =
                switch (type) {
                    case "INNER" -> Relation.Join.Kind.INNER;
                    case "LEFT" -> Relation.Join.Kind.LEFT;
                    case "RIGHT" -> Relation.Join.Kind.RIGHT;
                    case "FULL" -> Relation.Join.Kind.FULL;
                    case "SEMI" -> Relation.Join.Kind.SEMI;
                    case "ANTI" -> Relation.Join.Kind.ANTI;
                    default -> throw UnsupportedSql.notSupported(type + " JOIN");
                };
        String reference = node.text("ref_type");
        boolean natural =
                switch (reference) {
                    case "REGULAR", "CROSS" -> false;
                    case "NATURAL" -> true;
                    default -> throw UnsupportedSql.notSupported(reference + " JOIN");
                };
        node.ignore("is_implicit", "nearest_count", "nearest_order_type");
        return new Relation.Join(
                left,
                right,
                kind,
                natural,
                expressions.readOptional(node.child("condition")),
                node.texts("using_columns"));
    }

    private Relation values(TreeNode node) {
        List<List<Expression>> rows = new ArrayList<>();
        for (List<TreeNode> row : node.rows("values")) {
            rows.add(expressions.readAll(row));
        }
        return new Relation.Values(rows, node.text("alias"), node.texts("column_name_alias"));
    }

    private Relation series(TreeNode node) {
        TreeNode function = node.requireChild("function");
        if (!(expressions.read(function) instanceof Expression.Call call)
                || !SERIES.contains(call.function())) {
            throw UnsupportedSql.notSupported(
                    "table function '" + function.text("function_name") + "'");
        }
        if (!node.text("with_ordinality").equals("WITHOUT_ORDINALITY")) {
            throw UnsupportedSql.notSupported("WITH ORDINALITY");
        }
        return new Relation.Series(call, node.text("alias"), node.texts("column_name_alias"));
    }
}
