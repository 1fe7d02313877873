// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The parser and [SlowParser] must say the same of whatever comes: rows, types, values, errors and
/// line numbers. `-Dseed=` begins with another payload, `-Dfuzz.payloads=` tries more of them; a
/// payload that failed alone is `-Dseed=N -Dfuzz.payloads=1`.
final class ParserFuzzTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.values());
    private static final long FIRST_SEED = 1;
    private static final int PAYLOADS = 25_000;
    private static final long RECEIVED_NANOS = 7_000_000_000L;

    private static final KnownColumns KNOWN =
            (table, column) ->
                    switch (table + "." + column) {
                        case "k.v" -> ColumnType.INTEGER;
                        case "k.a" -> ColumnType.TAG;
                        case "k.time" -> ColumnType.TIME;
                        default -> null;
                    };

    /// What came of a payload, from either parser.
    ///
    /// @param problem the whole payload's, null where there is none
    private record Outcome(SlowParser.@Nullable Reading reading, @Nullable String problem) {}

    @Test
    void saysTheSameAsTheSlowParser() {
        long first = Long.getLong("seed", FIRST_SEED);
        int count = Integer.getInteger("fuzz.payloads", PAYLOADS);
        int good = 0;
        int bad = 0;
        for (long seed = first; seed < first + count; seed++) {
            Random random = new Random(seed);
            byte[] payload = new RandomLines(random).payload();
            Precision precision = PRECISIONS.get(random.nextInt(PRECISIONS.size()));

            Outcome expected = slow(payload, precision);
            Outcome actual = fast(payload, precision);
            if (!expected.equals(actual)) {
                assertThat(actual)
                        .as("seed %d, %s, payload %s", seed, precision, shown(payload))
                        .isEqualTo(expected);
            }
            SlowParser.Reading reading = expected.reading();
            if (reading != null) {
                good += reading.points().size();
                bad += reading.rejected().size();
            }
        }
        // Payloads that are all good or all bad would prove little.
        assertThat(good)
                .as("good lines of %d payloads from seed %d on", count, first)
                .isGreaterThan(count / 4);
        assertThat(bad)
                .as("bad lines of %d payloads from seed %d on", count, first)
                .isGreaterThan(count / 4);
    }

    private static Outcome slow(byte[] payload, Precision precision) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new Outcome(null, "body content is not valid utf8");
        }
        return new Outcome(SlowParser.read(text, precision, RECEIVED_NANOS, KNOWN), null);
    }

    /// Reads the payload out of the middle of a larger array, of which the rest must not matter.
    private static Outcome fast(byte[] payload, Precision precision) {
        byte[] array = new byte[payload.length + 6];
        Arrays.fill(array, (byte) '1');
        System.arraycopy(payload, 0, array, 3, payload.length);
        try {
            ParsedLines lines =
                    LineProtocolParser.parse(
                            array, 3, payload.length, precision, RECEIVED_NANOS, KNOWN);
            Arrays.fill(array, (byte) 'x');
            return new Outcome(
                    new SlowParser.Reading(
                            Parsed.points(lines), lines.rejected(), lines.lineCount()),
                    null);
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            return new Outcome(null, problem.message().replaceFirst(": .*", ""));
        }
    }

    private static String shown(byte[] payload) {
        return HexFormat.of().formatHex(payload)
                + " which is\n"
                + new String(payload, StandardCharsets.UTF_8);
    }
}
