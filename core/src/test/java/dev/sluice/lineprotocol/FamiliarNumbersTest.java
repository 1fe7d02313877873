// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.ParsedLines.ParsedTable;
import dev.sluice.model.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Numbers and timestamps of lines like those before them, against what Java makes of their text;
/// and names of any length, in payloads of more lines than room is made for at once.
final class FamiliarNumbersTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final int LINES = 5_000;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void readsNumbersAsJavaDoes() {
        for (int nameLength = 1; nameLength <= 20; nameLength++) {
            String name = "f".repeat(nameLength);
            StringBuilder payload = new StringBuilder();
            List<Double> doubles = new ArrayList<>();
            List<Long> longs = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            for (int line = 0; line < LINES / 10; line++) {
                String decimal = decimal();
                long whole = random.nextLong() >> random.nextInt(64);
                long time = random.nextBoolean() ? longTime() : random.nextLong();
                payload.append("m,tag=").append(line).append(' ').append(name).append('=');
                payload.append(decimal).append(",g=").append(whole).append("i ");
                payload.append(time).append('\n');
                doubles.add(Double.parseDouble(decimal));
                longs.add(whole);
                times.add(time);
            }

            TableRows rows = rows(payload.toString());

            ColumnData f = column(rows, name);
            ColumnData g = column(rows, "g");
            for (int row = 0; row < doubles.size(); row++) {
                assertThat(f.longAt(row))
                        .as("row %d, seed %d", row, SEED)
                        .isEqualTo(Double.doubleToRawLongBits(doubles.get(row)));
                assertThat(g.longAt(row)).isEqualTo(longs.get(row));
                assertThat(rows.time().longAt(row)).isEqualTo(times.get(row));
            }
        }
    }

    /// Short numbers are read a word at once, up to the very end of a payload that is part of a
    /// larger array.
    @Test
    void readsShortNumbersWhereverThePayloadEnds() {
        for (int round = 0; round < LINES; round++) {
            String whole = Long.toString(random.nextLong(10_000_000) >> random.nextInt(24));
            String decimal = shortDecimal();
            String first = "m f=1,g=1i";
            String second = "\nm f=%s,g=%si".formatted(decimal, whole);
            String third = "\nm g=%si,f=%s".formatted(whole, decimal);
            byte[] bytes = (first + second + third + "5i,77 i.0").getBytes(UTF_8);
            int length = first.length() + second.length() + third.length();

            ParsedLines lines = LineProtocolParser.parse(bytes, 0, length, Precision.NANOSECOND, 0);

            assertThat(lines.rejected()).as("%s %s, seed %d", whole, decimal, SEED).isEmpty();
            TableRows rows = lines.tables().getFirst().rows();
            for (int row = 1; row <= 2; row++) {
                assertThat(column(rows, "g").longAt(row)).isEqualTo(Long.parseLong(whole));
                assertThat(column(rows, "f").doubleAt(row))
                        .as("%s, seed %d", decimal, SEED)
                        .isEqualTo(Double.parseDouble(decimal));
            }
        }
    }

    @Test
    void refusesWhatOnlyBeginsLikeAShortNumber() {
        for (String wrong :
                List.of(
                        "i", "1i2", "1ii", "1.i", "1.5i", ".5", "1..5", "1.5.2", "1:", "1/2i", "5-",
                        "1\u00b2")) {
            String payload = "m f=1,g=1i 1\nm f=%s,g=2i 2\nm g=%1$s,f=2 3\n".formatted(wrong);

            ParsedLines lines = parsed(payload);

            assertThat(lines.rejected())
                    .as(wrong)
                    .extracting(RejectedLine::lineNumber)
                    .containsExactly(2, 3);
        }
    }

    /// A column that a refused line takes back leaves no name behind that a later one would meet.
    @Test
    void forgetsTheColumnsOfRefusedLines() {
        String payload =
                """
                m,a=1 f=1 1
                m,a=2,b=2 f=2,g=3i,g=4 2
                m,a=3 f=3,h=true 3
                m,a=4,c=4 f=4,h=false 4
                m,a=5,c=5 f=5,g=5,h=true 5
                """;

        ParsedLines lines = parsed(payload);

        assertThat(lines.rejected()).extracting(RejectedLine::lineNumber).containsExactly(2);
        TableRows rows = lines.tables().getFirst().rows();
        assertThat(rows.rowCount()).isEqualTo(4);
        assertThat(rows.find("b")).isNull();
        assertThat(column(rows, "g").doubleAt(3)).isEqualTo(5);
        assertThat(column(rows, "g").nullCount()).isEqualTo(3);
        assertThat(column(rows, "h").nullCount()).isEqualTo(1);
        assertThat(column(rows, "c").textAt(rows.tagSetOf(3))).isEqualTo("5");
        assertThat(column(rows, "c").textAt(rows.tagSetOf(0))).isNull();
    }

    @Test
    void readsTimestampsOfNineteenDigits() {
        long[] times = {
            1_000_000_000_000_000_000L,
            1_451_606_400_123_456_789L,
            1_999_999_999_999_999_999L,
            2_000_000_000_000_000_000L,
            Long.MAX_VALUE
        };
        StringBuilder payload = new StringBuilder();
        for (long time : times) {
            payload.append("m f=1 ").append(time).append('\n');
        }

        TableRows rows = rows(payload.append("m f=1 1451606400123456789").toString());

        for (int row = 0; row < times.length; row++) {
            assertThat(rows.time().longAt(row)).isEqualTo(times[row]);
        }
        assertThat(rows.time().longAt(times.length)).isEqualTo(1_451_606_400_123_456_789L);
    }

    @Test
    void refusesTimestampsThatOnlyLookLikeThat() {
        for (String wrong :
                List.of(
                        "14516064001234567891",
                        "145160640012345678:",
                        "1451606400/23456789",
                        "1x51606400123456789")) {
            String payload = "m f=1 1\nm f=2 " + wrong + "\nm f=3 3\n";

            ParsedLines lines = parsed(payload);

            assertThat(lines.rejected())
                    .as(wrong)
                    .extracting(RejectedLine::lineNumber)
                    .containsExactly(2);
            assertThat(lines.tables().getFirst().rows().rowCount()).as(wrong).isEqualTo(2);
        }
    }

    /// The first lines are short, so that more room is made than is needed, or long, so that there
    /// is too little.
    @Test
    void holdsAsManyRowsAsComeHoweverManyWereExpected() {
        for (boolean shortFirst : new boolean[] {true, false}) {
            StringBuilder payload = new StringBuilder();
            for (int line = 0; line < LINES; line++) {
                boolean isShort = line < LINES / 2 == shortFirst;
                payload.append("m,t=").append(line).append(isShort ? "" : "x".repeat(100));
                payload.append(" f=").append(line).append("i,g=1 ").append(line).append('\n');
            }

            TableRows rows = rows(payload.toString());

            assertThat(rows.rowCount()).isEqualTo(LINES);
            assertThat(rows.tagSetCount()).isEqualTo(LINES);
            for (int row = 0; row < LINES; row++) {
                assertThat(column(rows, "f").longAt(row)).isEqualTo(row);
                assertThat(column(rows, "t").textAt(rows.tagSetOf(row))).startsWith("" + row);
            }
        }
    }

    private long longTime() {
        return random.nextLong(1_000_000_000_000_000_000L, 2_000_000_000_000_000_000L);
    }

    /// Some digits, perhaps a sign, a point, an exponent.
    private String decimal() {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        digits(text, 1 + random.nextInt(20));
        if (random.nextBoolean()) {
            text.append('.');
            digits(text, 1 + random.nextInt(20));
        }
        if (random.nextInt(8) == 0) {
            text.append(random.nextBoolean() ? "e-" : "E+").append(random.nextInt(30));
        }
        return text.toString();
    }

    /// At most seven characters with a point among them, or none.
    private String shortDecimal() {
        StringBuilder text = new StringBuilder();
        int before = 1 + random.nextInt(5);
        digits(text, before);
        if (random.nextBoolean()) {
            digits(text.append('.'), 1 + random.nextInt(6 - before));
        }
        return text.toString();
    }

    private void digits(StringBuilder text, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }

    private static ParsedLines parsed(String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        return LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0);
    }

    private static TableRows rows(String payload) {
        ParsedLines lines = parsed(payload);
        assertThat(lines.rejected()).as("seed %d", SEED).isEmpty();
        ParsedTable only = lines.tables().getFirst();
        return only.rows();
    }

    private static ColumnData column(TableRows rows, String name) {
        return Objects.requireNonNull(rows.find(name));
    }
}
