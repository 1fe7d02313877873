// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.Precision;
import java.util.ArrayList;
import java.util.List;

/// Reads a payload of line protocol: good lines become rows by table, bad ones are told (data.md
/// section 1). Good lines count however many bad ones there are.
///
/// Keeps no state; every call is on its own, so any thread may call.
public final class LineProtocolParser {
    /// How many refused lines are told; further ones are dropped silently (data.md 1.7).
    public static final int REPORTED_ERRORS_MAX = 100;

    /// How many tables one payload may name.
    public static final int TABLES_MAX = 10_000;

    /// How many tags and fields one payload may give a table: the highest limit that a database can
    /// have (admin.md 5.2).
    public static final int COLUMNS_MAX = 1000;

    /// Most rows times columns of one payload, over all tables.
    public static final int CELLS_MAX = 32 * 1024 * 1024;

    private final byte[] body;
    private final int end;
    private final Precision precision;
    private final long receiveNanos;
    private final LineReader reader;
    private final ParsedLine line = new ParsedLine();
    private final RowBuilder rows;
    private final FamiliarLines familiar;
    private final List<RejectedLine> rejected = new ArrayList<>();
    private int lineCount;

    private LineProtocolParser(
            byte[] body, int end, Precision precision, long receiveNanos, KnownColumns known) {
        this.body = body;
        this.end = end;
        this.precision = precision;
        this.receiveNanos = receiveNanos;
        this.reader = new LineReader(body);
        SeriesIndex series = new SeriesIndex(body, end);
        this.rows = new RowBuilder(known, series);
        this.familiar = new FamiliarLines(body, end, precision, receiveNanos, rows, series);
    }

    /// Parses a payload of which no column is known; see the other `parse`.
    public static ParsedLines parse(
            byte[] body, int offset, int length, Precision precision, long receiveNanos) {
        return parse(body, offset, length, precision, receiveNanos, KnownColumns.NONE);
    }

    /// Parses `length` bytes of `body` from `offset` on. The result keeps no reference to `body`.
    ///
    /// @param body the payload, decompressed
    /// @param offset where it starts
    /// @param length how many bytes it has
    /// @param precision the unit of its timestamps
    /// @param receiveNanos the time of lines without timestamp, in nanoseconds
    /// @param known columns whose type is decided; rows with another type are refused
    /// @throws dev.sluice.model.ProblemException *invalid* `invalid_utf8` when the payload is not
    ///   UTF-8; *too large* `too_many_cells` at [#CELLS_MAX]
    public static ParsedLines parse(
            byte[] body,
            int offset,
            int length,
            Precision precision,
            long receiveNanos,
            KnownColumns known) {
        Utf8Check.require(body, offset, length);
        LineProtocolParser parser =
                new LineProtocolParser(body, offset + length, precision, receiveNanos, known);
        parser.parseFrom(offset);
        return new ParsedLines(parser.rows.tables(), parser.rejected, parser.lineCount);
    }

    private void parseFrom(int offset) {
        int at = offset;
        while (at < end) {
            if (lineCount == RowBuilder.FIRST_GLANCE || lineCount == RowBuilder.SECOND_GLANCE) {
                // Blank lines are looked at again with the same number of lines; that is harmless.
                rows.expect((int) ((long) (end - offset) * lineCount / (at - offset)));
            }
            int next =
                    isSpace(body[at]) || body[at] == '#'
                            ? FamiliarLines.UNFAMILIAR
                            : familiar.add(at, lineCount + 1);
            if (next == FamiliarLines.UNFAMILIAR) {
                at = parseAny(at);
            } else {
                lineCount++;
                at = next;
            }
        }
    }

    /// Parses whatever starts at `from`.
    ///
    /// @return where the next line starts
    private int parseAny(int from) {
        int lineEnd = LineSplitter.endOfLine(body, from, end);
        int start = startOfContent(from, lineEnd);
        if (start < lineEnd) {
            lineCount++;
            parseLine(start, lineEnd);
        }
        return lineEnd + 1;
    }

    /// Skips white space and comments; a comment ends at its newline even where a quote in it made
    /// the splitter go on.
    private int startOfContent(int from, int lineEnd) {
        int at = from;
        while (at < lineEnd && (isSpace(body[at]) || body[at] == '#')) {
            if (body[at] == '#') {
                while (at < lineEnd && body[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\n';
    }

    private void parseLine(int start, int lineEnd) {
        try {
            reader.read(start, lineEnd, line);
        } catch (RefusedLineException e) {
            reject(RejectedLine.parsing(lineCount, e.text()));
            return;
        }
        long timeNanos = receiveNanos;
        if (line.timestamped()) {
            long unit = precision.unitNanos();
            timeNanos = line.timestamp() * unit;
            if (Math.multiplyHigh(line.timestamp(), unit) != timeNanos >> 63) {
                String message = "timestamp overflows i64 on line " + lineCount + " (1-based)";
                reject(new RejectedLine(lineCount, message));
                return;
            }
        }
        try {
            rows.add(line, start, lineCount, timeNanos);
        } catch (RefusedLineException e) {
            reject(RejectedLine.writing(lineCount, e.text()));
        }
    }

    private void reject(RejectedLine refusal) {
        if (rejected.size() < REPORTED_ERRORS_MAX) {
            rejected.add(refusal);
        }
    }
}
