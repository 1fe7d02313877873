// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.FrameBound;
import dev.sluice.query.sql.Expression.FrameExclusion;
import java.util.List;
import java.util.Locale;

/// Builds the window functions of the tree.
final class WindowReader {
    private WindowReader() {}

    static Expression read(ExpressionReader expressions, TreeNode node) {
        String function = node.text("function_name").toLowerCase(Locale.ROOT);
        Expression.Call call =
                new Expression.Call(
                        function,
                        expressions.arguments(node, function),
                        node.flag("distinct"),
                        expressions.readSortKeys(node.children("arg_orders")),
                        expressions.readOptional(node.child("filter_expr")));
        Expression.Frame frame =
                new Expression.Frame(
                        bound(node.text("start")),
                        expressions.readOptional(node.child("start_expr")),
                        bound(node.text("end")),
                        expressions.readOptional(node.child("end_expr")),
                        exclusion(node.text("exclude_clause")));
        node.ignore("has_ignore_nulls");
        return new Expression.WindowCall(
                call,
                expressions.readAll(node.children("partitions")),
                expressions.readSortKeys(node.children("orders")),
                frame,
                node.flag("ignore_nulls"));
    }

    private static FrameBound bound(String word) {
        for (FrameBound bound : List.of(FrameBound.values())) {
            if (bound.name().equals(word)) {
                return bound;
            }
        }
        throw UnsupportedSql.notSupported("window frame " + SqlTreeReader.words(word));
    }

    private static FrameExclusion exclusion(String word) {
        for (FrameExclusion exclusion : List.of(FrameExclusion.values())) {
            if (exclusion.name().equals(word)) {
                return exclusion;
            }
        }
        throw UnsupportedSql.notSupported("window exclusion " + SqlTreeReader.words(word));
    }
}
