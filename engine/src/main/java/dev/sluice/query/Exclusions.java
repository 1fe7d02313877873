// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Many constants that a column must not be, as one list: the engine takes time that is quadratic
/// in the number of comparisons.
final class Exclusions {
    /// So many comparisons are left alone.
    private static final int COUNT_MAX = 64;

    private Exclusions() {}

    /// What constants are gathered by.
    ///
    /// @param kind of the literals; null for instants
    private record Key(Expression column, Literal.@Nullable Kind kind) {}

    /// A rewritten junction, with its `<>` gathered where they are many.
    static Expression gathered(Expression.Junction junction) {
        if (!junction.all() || junction.conditions().size() <= COUNT_MAX) {
            return junction;
        }
        Map<Key, List<Expression>> excluded = new LinkedHashMap<>();
        List<Expression> parts = new ArrayList<>();
        for (Expression part : junction.conditions()) {
            Key key = key(part);
            if (key == null) {
                parts.add(part);
            } else {
                excluded.computeIfAbsent(key, _ -> new ArrayList<>(List.of(key.column())))
                        .add(((Expression.Comparison) part).right());
            }
        }
        for (List<Expression> operands : excluded.values()) {
            parts.add(
                    new Expression.Operation(
                            OperationKind.NOT,
                            List.of(new Expression.Operation(OperationKind.IN, operands))));
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Junction(true, parts);
    }

    private static @Nullable Key key(Expression part) {
        if (!(part
                        instanceof
                        Expression.Comparison(
                                ComparisonOperator operator,
                                Expression left,
                                Expression right))
                || operator != ComparisonOperator.NOT_EQUAL
                || !(Trees.plain(left) instanceof Expression.ColumnReference)) {
            return null;
        }
        return switch (right) {
            case Literal literal when literal.kind() != Literal.Kind.NULL ->
                    new Key(left, literal.kind());
            case TimestampLiteral _ -> new Key(left, null);
            default -> null;
        };
    }
}
