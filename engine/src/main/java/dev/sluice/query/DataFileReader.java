// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/// Reads data files into memory, by the engine, as a query of its own. Safe for many threads.
public final class DataFileReader {
    private final SqlEngine engine;
    private final Duration timeLimit;

    /// @param engine what reads
    /// @param timeLimit for one file
    public DataFileReader(SqlEngine engine, Duration timeLimit) {
        this.engine = engine;
        this.timeLimit = timeLimit;
    }

    /// The rows of a file that are of a time.
    ///
    /// @param table whose file it is
    /// @param path where its bytes are
    /// @param timeNanosMin the first time that counts
    /// @param timeNanosMax the last time that counts
    /// @param rowsMax how many rows there may be
    /// @return null when there are more
    /// @throws dev.sluice.model.ProblemException as of a query: *busy* when too many run
    public @Nullable TableRows read(
            TableEntry table,
            FileEntry file,
            Path path,
            long timeNanosMin,
            long timeNanosMax,
            long rowsMax) {
        List<Column> columns = table.columns();
        ScanSql sql = new ScanSql(columns, columns, new TimeRange(timeNanosMin, timeNanosMax));
        QueryPlan plan =
                new QueryPlan(
                        sql.file(file, path, sql.wanted()), List.of(), null, new ScanSize(1, 1));
        Rows rows = new Rows(table);
        try (SqlEngine.Session session = engine.begin(timeLimit);
                ResultStream stream = session.run(plan)) {
            while (stream.next()) {
                int more = stream.root().getRowCount();
                if (rows.made.rowCount() + (long) more > rowsMax) {
                    return null;
                }
                rows.add(stream.root().getFieldVectors(), more);
            }
        }
        return rows.made;
    }

    /// Rows in the making. A row has the tag set of the row before it where all tags are the same,
    /// which in a sorted file is nearly always so.
    private static final class Rows {
        private final List<Column> columns;
        private final TableRows made;

        /// By column of the table: its values; null until there is one, and of time.
        private final @Nullable ColumnData[] targets;

        Rows(TableEntry table) {
            this.columns = table.columns();
            this.made = new TableRows(table.name());
            this.targets = new ColumnData[columns.size()];
        }

        void add(List<FieldVector> vectors, int rowCount) {
            for (int row = 0; row < rowCount; row++) {
                boolean same = made.rowCount() > 0 && sameTags(vectors, row);
                long timeNanos = 0;
                for (int place = 0; place < targets.length; place++) {
                    FieldVector vector = vectors.get(place);
                    ColumnType type = columns.get(place).type();
                    if (type == ColumnType.TIME) {
                        timeNanos = ((TimeStampNanoVector) vector).get(row);
                    } else if (!vector.isNull(row) && !(same && type == ColumnType.TAG)) {
                        append(target(place), vector, row);
                    }
                }
                int tagSet = same ? made.tagSetOf(made.rowCount() - 1) : made.endTagSet();
                made.endRow(tagSet, timeNanos);
            }
        }

        private boolean sameTags(List<FieldVector> vectors, int row) {
            int tagSet = made.tagSetOf(made.rowCount() - 1);
            for (int place = 0; place < targets.length; place++) {
                if (columns.get(place).type() == ColumnType.TAG
                        && !sameTag(
                                targets[place], tagSet, (VarCharVector) vectors.get(place), row)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean sameTag(
                @Nullable ColumnData tag, int tagSet, VarCharVector vector, int row) {
            boolean isNull = tag == null || tag.isNull(tagSet);
            if (isNull || vector.isNull(row)) {
                return isNull && vector.isNull(row);
            }
            byte[] text = vector.get(row);
            return tag != null
                    && Arrays.equals(
                            tag.textBytes(),
                            tag.textStart(tagSet),
                            tag.textEnd(tagSet),
                            text,
                            0,
                            text.length);
        }

        private ColumnData target(int place) {
            ColumnData target = targets[place];
            if (target == null) {
                Column column = columns.get(place);
                target = made.columnFor(column.name(), column.type());
                targets[place] = target;
            }
            return target;
        }

        private static void append(ColumnData target, FieldVector vector, int row) {
            switch (target.column().type()) {
                case TAG, STRING -> {
                    byte[] text = ((VarCharVector) vector).get(row);
                    target.addText(text, 0, text.length);
                }
                case INTEGER -> target.addLong(((BigIntVector) vector).get(row));
                case UINTEGER -> target.addLong(((UInt8Vector) vector).get(row));
                case FLOAT -> target.addDouble(((Float8Vector) vector).get(row));
                case BOOLEAN -> target.addLong(((BitVector) vector).get(row));
                case TIME -> throw new IllegalStateException("time is no column of its own");
            }
        }
    }
}
