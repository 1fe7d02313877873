// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.results.ScriptedResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// A result of a number column and a text column. What [#next] does is scripted.
final class FakeResult extends ScriptedResult {
    private static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Field(
                                    "number",
                                    new FieldType(
                                            true,
                                            new ArrowType.Int(64, true),
                                            null,
                                            Map.of(
                                                    "iox::column::type",
                                                    "iox::column_type::field::integer")),
                                    null),
                            Field.nullable("text", ArrowType.Utf8.INSTANCE)));

    private final BiFunction<FakeResult, Integer, Boolean> step;
    private boolean inMemory;

    /// @param step called with the number of the step; fills a batch or says false
    FakeResult(BufferAllocator parent, BiFunction<FakeResult, Integer, Boolean> step) {
        super(SCHEMA, parent.newChildAllocator("result", 0, Long.MAX_VALUE));
        this.step = step;
    }

    /// The same, which says that it keeps nobody waiting.
    FakeResult inMemory() {
        inMemory = true;
        return this;
    }

    @Override
    public boolean isInMemory() {
        return inMemory;
    }

    @Override
    protected boolean step(int number) {
        return step.apply(this, number);
    }

    /// One batch of `rows` rows, text of `textBytes` each, numbers from `first` on.
    void fill(long first, int rows, int textBytes) {
        BigIntVector numbers = (BigIntVector) root().getVector("number");
        VarCharVector texts = (VarCharVector) root().getVector("text");
        numbers.allocateNew(rows);
        texts.allocateNew((long) rows * textBytes, rows);
        for (int row = 0; row < rows; row++) {
            numbers.set(row, first + row);
            byte[] text = new byte[textBytes];
            Arrays.fill(text, (byte) ('a' + (first + row) % 26));
            texts.set(row, text);
        }
        root().setRowCount(rows);
    }
}
