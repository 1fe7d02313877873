// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Line protocol once more, written straight from data.md section 1: strings, one rule after the
/// other, and no thought of speed. What it says is right; the real parser has to agree.
///
/// Where one line breaks several rules the section does not say which is told. Here it is the first
/// one from left to right; then, of a line that parses, the timestamp, the name `time`, the types
/// of the columns that are there, and what the line says twice.
final class SlowParser {
    private final Precision precision;
    private final long receiveNanos;
    private final KnownColumns known;
    private final Map<String, Map<String, ColumnType>> columnsByTable = new HashMap<>();
    private final List<Parsed.Point> points = new ArrayList<>();
    private final List<RejectedLine> rejected = new ArrayList<>();

    /// What a payload comes to.
    ///
    /// @param points one for each good line, in order of the lines
    /// @param rejected every bad line
    /// @param lineCount good and bad ones
    record Reading(List<Parsed.Point> points, List<RejectedLine> rejected, int lineCount) {}

    private SlowParser(Precision precision, long receiveNanos, KnownColumns known) {
        this.precision = precision;
        this.receiveNanos = receiveNanos;
        this.known = known;
    }

    static Reading read(
            String payload, Precision precision, long receiveNanos, KnownColumns known) {
        SlowParser parser = new SlowParser(precision, receiveNanos, known);
        int number = 0;
        for (String raw : SlowSplitter.lines(payload)) {
            String line = SlowSplitter.withoutCommentsAndSpace(raw);
            if (!line.isEmpty()) {
                number++;
                parser.add(line, number);
            }
        }
        return new Reading(parser.points, parser.rejected, number);
    }

    private void add(String line, int number) {
        SlowLine parsed;
        try {
            parsed = SlowLine.parse(line);
        } catch (RefusedLineException refusal) {
            reject(number, "error parsing line " + number + " (1-based): " + refusal.text());
            return;
        }
        BigInteger nanos = BigInteger.valueOf(receiveNanos);
        if (parsed.timestamp() != null) {
            nanos = parsed.timestamp().multiply(BigInteger.valueOf(precision.unitNanos()));
        }
        if (nanos.bitLength() > 63) {
            reject(number, "timestamp overflows i64 on line " + number + " (1-based)");
            return;
        }
        try {
            addRow(parsed, number, nanos.longValueExact());
        } catch (RefusedLineException refusal) {
            reject(number, "error writing line " + number + " (1-based): " + refusal.text());
        }
    }

    private void reject(int number, String message) {
        rejected.add(new RejectedLine(number, message));
    }

    private void addRow(SlowLine line, int number, long timeNanos) throws RefusedLineException {
        requireTimeIsNoColumn(line);
        Map<String, ColumnType> columns =
                columnsByTable.getOrDefault(line.measurement(), new HashMap<>());
        for (SlowLine.Part part : line.parts()) {
            ColumnType existing = columns.get(part.name());
            if (existing == null) {
                existing = knownType(line.measurement(), part.name());
            }
            requireType(part, existing);
        }
        SortedMap<String, String> values = new TreeMap<>();
        Map<String, ColumnType> own = new HashMap<>();
        for (SlowLine.Part part : line.parts()) {
            if (!(part.name().equals("time") && part.type() != ColumnType.TAG)) {
                requireNoNul(part);
                requireAgreement(part, own.get(part.name()));
                own.put(part.name(), part.type());
                values.put(part.name(), part.type().shortName() + ":" + part.value());
            }
        }
        columnsByTable.computeIfAbsent(line.measurement(), _ -> new HashMap<>()).putAll(own);
        points.add(new Parsed.Point(number, line.measurement(), timeNanos, values));
    }

    private static void requireTimeIsNoColumn(SlowLine line) throws RefusedLineException {
        boolean tagged =
                line.parts().stream()
                        .anyMatch(part ->
                                part.type() == ColumnType.TAG && part.name().equals("time"));
        if (tagged) {
            throw new RefusedLineException(
                    "input tag \"time\" on measurement \"" + line.measurement() + "\" is invalid");
        }
        boolean anotherField =
                line.parts().stream()
                        .anyMatch(part ->
                                part.type() != ColumnType.TAG && !part.name().equals("time"));
        if (!anotherField) {
            throw new RefusedLineException(
                    "invalid field name: input field \"time\" on measurement \""
                            + line.measurement()
                            + "\" is invalid");
        }
    }

    private @Nullable ColumnType knownType(String table, String column) {
        ColumnType type = known.find(table, column);
        return type == ColumnType.TIME ? null : type;
    }

    /// Against the rows before, and the catalog.
    private static void requireType(SlowLine.Part part, @Nullable ColumnType existing)
            throws RefusedLineException {
        if (existing != null && existing != part.type()) {
            throw new RefusedLineException(
                    "Could not insert column: Existing table schema specifies column "
                            + part.name()
                            + " is type "
                            + existing.shortName()
                            + ", but type "
                            + part.type().longName()
                            + " was given");
        }
    }

    private static void requireNoNul(SlowLine.Part part) throws RefusedLineException {
        if (part.name().indexOf('\0') >= 0) {
            throw new RefusedLineException("column names must not have a NUL character");
        }
    }

    /// Against what stands before it in the line.
    private static void requireAgreement(SlowLine.Part part, @Nullable ColumnType before)
            throws RefusedLineException {
        if (before == ColumnType.TAG && part.type() == ColumnType.TAG) {
            throw new RefusedLineException(
                    "the tag '"
                            + part.name()
                            + "' is specified more than once with conflicting values");
        }
        if (before == ColumnType.TAG) {
            requireType(part, before);
        }
        if (before != null && before != part.type()) {
            throw new RefusedLineException(
                    "the field '"
                            + part.name()
                            + "' is specified more than once with conflicting types");
        }
    }
}
