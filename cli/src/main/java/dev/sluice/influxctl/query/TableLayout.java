// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// A table with lower-case headings and a footer that counts (admin.md 3.7). Held until the end,
/// because the widest cell decides each column; therefore limited.
public final class TableLayout implements ResultLayout {
    /// The most cells of a table.
    static final long CELLS_MAX = 5_000_000;

    private final Terminal terminal;
    private final TimeFormat timeFormat;
    private TextTable table = TextTable.of(List.of());
    private int padding;
    private long rowCount;
    private long cellCount;

    /// @param terminal gets the whole table at the end
    /// @param timeFormat how moments are shown
    public TableLayout(Terminal terminal, TimeFormat timeFormat) {
        this.terminal = terminal;
        this.timeFormat = timeFormat;
    }

    @Override
    public void columns(Schema schema) {
        List<Column> columns = new ArrayList<>();
        for (Field field : schema.getFields()) {
            CellReader.require(field);
            columns.add(column(field));
        }
        // The footer needs two cells.
        while (columns.size() < 2) {
            columns.add(Column.text(""));
            padding++;
        }
        table = TextTable.of(columns);
    }

    /// @throws dev.sluice.model.ProblemException `table_too_large` past [#CELLS_MAX]
    @Override
    public void rows(VectorSchemaRoot batch) {
        List<FieldVector> vectors = batch.getFieldVectors();
        cellCount += (long) batch.getRowCount() * Math.max(1, vectors.size());
        if (cellCount > CELLS_MAX) {
            throw Problem.tooLarge(
                            "table_too_large",
                            "the result has more than "
                                    + CELLS_MAX
                                    + " cells, too many for a table; add --format json, which"
                                    + " streams, or a LIMIT")
                    .asException();
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
            List<String> cells = new ArrayList<>(vectors.size() + padding);
            for (FieldVector vector : vectors) {
                cells.add(text(CellReader.read(vector, row)));
            }
            for (int i = 0; i < padding; i++) {
                cells.add("");
            }
            table.add(cells);
        }
        rowCount += batch.getRowCount();
    }

    @Override
    public void end() {
        table.footer(List.of("TOTAL", rowCount + " ROWS"));
        terminal.show(table);
        terminal.out().flush();
    }

    private Column column(Field field) {
        String heading = field.getName().toLowerCase(Locale.ROOT);
        boolean digits = CellReader.isMoment(field) && timeFormat == TimeFormat.UNIXNANO;
        return digits || CellReader.isNumeric(field)
                ? Column.number(heading)
                : Column.text(heading);
    }

    private String text(Cell cell) {
        return switch (cell) {
            case Cell.Absent _ -> "";
            case Cell.Flag(boolean value) -> Boolean.toString(value);
            case Cell.Digits(String digits) -> digits;
            case Cell.NotANumber(String name) -> name;
            case Cell.Moment(long nanos) -> timeFormat.text(nanos);
            case Cell.Words(String words) -> words;
        };
    }
}
