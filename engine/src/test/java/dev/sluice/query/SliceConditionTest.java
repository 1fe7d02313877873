// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.OperationKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SliceConditionTest {
    private static TableRows rows() {
        TableRows rows = new TableRows("t");
        rows.columnFor("x", ColumnType.FLOAT).addDouble(1);
        rows.endRow(1);
        rows.columnFor("x", ColumnType.FLOAT).addDouble(2);
        rows.columnFor("y", ColumnType.FLOAT).addDouble(3);
        rows.endRow(2);
        return rows;
    }

    private static SliceCondition areThere(boolean all, String... columns) {
        List<Expression> parts =
                Stream.of(columns)
                        .<Expression>map(name ->
                                new Expression.Operation(
                                        OperationKind.IS_NOT_NULL,
                                        List.of(new ColumnReference(List.of(name)))))
                        .toList();
        SliceCondition condition =
                SliceCondition.of(
                        new Expression.Junction(all, parts),
                        reference -> new Column(reference.column(), ColumnType.FLOAT));
        return assertThat(condition).isNotNull().actual();
    }

    /// Who gathers rows is a multiple quicker then.
    @Test
    void asksNoRowWhereAllAreLetThroughAnyway() {
        assertThat(areThere(false, "x", "y").in(rows())).isSameAs(SliceCondition.EVERY_ROW);
        assertThat(areThere(false, "y", "x").in(rows())).isSameAs(SliceCondition.EVERY_ROW);
        assertThat(areThere(true, "x", "x").in(rows())).isSameAs(SliceCondition.EVERY_ROW);
        assertThat(areThere(true, "x", "y").in(rows()).test(0)).isFalse();
        assertThat(areThere(true, "x", "y").in(rows()).test(1)).isTrue();
        assertThat(areThere(false, "y", "z").in(rows()).test(0)).isFalse();
    }
}
