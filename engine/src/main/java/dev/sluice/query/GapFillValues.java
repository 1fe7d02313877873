// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Casts;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.FrameBound;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.Operation;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Structs;
import dev.sluice.query.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The values of bins that were missing (data.md 5.6), as windows over the filled rows of a series.
final class GapFillValues {
    private static final Expression NULL = new Literal(Literal.Kind.NULL, "");
    private static final Expression PRESENT = new ColumnReference(List.of("present"));

    private final Expression bin;
    private final List<Expression> series;
    private final UnaryOperator<Expression> gathered;
    private final Map<Expression, String> strategies = new HashMap<>();

    /// @param bin the column with the start of the bin
    /// @param series the columns that tell series apart
    /// @param gathered gives the column that holds a value
    GapFillValues(String bin, List<String> series, UnaryOperator<Expression> gathered) {
        this.bin = new ColumnReference(List.of(bin));
        this.series =
                series.stream()
                        .map(name -> (Expression) new ColumnReference(List.of(name)))
                        .toList();
        this.gathered = gathered;
    }

    /// What an aggregate gives without rows: zero for a count, null for any other.
    Expression plain(Expression column, Call aggregate) {
        return switch (aggregate.function()) {
            case "count", "count_star", "approx_count_distinct" ->
                    new Operation(OperationKind.COALESCE, List.of(column, Literal.ofLong(0)));
            default -> column;
        };
    }

    /// The last value of the series that is not null.
    Expression carried(Expression value) {
        requireOneStrategy(value, GapFill.LOCF);
        if (value instanceof Expression.StructValue struct) {
            return changed(struct, this::carried);
        }
        return last(gathered.apply(value));
    }

    /// A line between the values around; only bins that were missing get one.
    Expression interpolated(Expression value) {
        requireOneStrategy(value, GapFill.INTERPOLATE);
        if (value instanceof Expression.StructValue struct) {
            List<Expression> members = new ArrayList<>();
            for (int i = 0; i < struct.names().size(); i++) {
                Expression member = struct.values().get(i);
                members.add(
                        struct.names().get(i).equals("value")
                                ? interpolated(member)
                                : gathered.apply(member));
            }
            return new Expression.StructValue(struct.names(), members);
        }
        Expression column = gathered.apply(value);
        Expression point =
                choice(
                        PRESENT,
                        new Expression.StructValue(
                                List.of("t", "v"), List.of(Call.of("epoch_ns", bin), column)),
                        NULL);
        Expression before = last(point);
        Expression after = next(point);
        Expression line =
                Call.of(
                        "sluice_interpolated",
                        Structs.element(before, Literal.ofText("v")),
                        Structs.element(after, Literal.ofText("v")),
                        Call.of(
                                "sluice_share",
                                Call.of("epoch_ns", bin),
                                Structs.element(before, Literal.ofText("t")),
                                Structs.element(after, Literal.ofText("t"))));
        SqlType type = Types.of(value);
        return choice(
                PRESENT,
                column,
                type == SqlType.BIGINT || type == SqlType.UBIGINT
                        ? Casts.rewrite(line, type, false)
                        : line);
    }

    private void requireOneStrategy(Expression value, String strategy) {
        String other = strategies.putIfAbsent(value, strategy);
        if (other != null && !other.equals(strategy)) {
            throw GapFill.refusal("multiple fill strategies for the same column");
        }
    }

    private static Expression changed(
            Expression.StructValue struct, UnaryOperator<Expression> change) {
        return new Expression.StructValue(
                struct.names(), struct.values().stream().map(change).toList());
    }

    private static Expression choice(Expression when, Expression then, Expression otherwise) {
        return new Expression.Case(List.of(new Expression.Branch(when, then)), otherwise);
    }

    private Expression last(Expression value) {
        return window(
                "last_value", value, FrameBound.UNBOUNDED_PRECEDING, FrameBound.CURRENT_ROW_ROWS);
    }

    private Expression next(Expression value) {
        return window(
                "first_value", value, FrameBound.CURRENT_ROW_ROWS, FrameBound.UNBOUNDED_FOLLOWING);
    }

    private Expression window(String function, Expression value, FrameBound start, FrameBound end) {
        return new Expression.WindowCall(
                Call.of(function, value),
                series,
                List.of(new SortKey(bin, SortKey.Direction.UP, SortKey.Nulls.USUAL)),
                new Expression.Frame(start, null, end, null, Expression.FrameExclusion.NO_OTHER),
                true);
    }
}
