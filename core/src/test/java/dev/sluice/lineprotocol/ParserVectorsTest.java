// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.testkit.Conforms;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of the vector table in data.md 1.8.
final class ParserVectorsTest {
    private static final String NO_FIELDS = "No fields were provided";
    private static final String NO_SPACE = "Expected at least one space character, got ";
    private static final String NO_TAG_KEY = "Expected tag key, got ";
    private static final String NO_TAG_VALUE = "Expected tag value, got ";
    private static final String NO_EQUALS = "Tag set malformed: could not find equals sign in ";
    private static final String TRAIL = "Could not parse entire line. Found trailing content: ";
    private static final String BACKSLASH =
            "Measurements, tag keys and values, and field keys may not end with a backslash";
    private static final String END = "end of input";

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("measurement", NO_SPACE + END),
                arguments(",", "Invalid measurement was provided"),
                arguments("m ", NO_FIELDS),
                arguments("m 1234", NO_FIELDS),
                arguments("m,", NO_TAG_KEY + END),
                arguments("J,", NO_TAG_KEY + END),
                arguments("m, bar=1i", NO_TAG_KEY + "` bar=1i`"),
                arguments("m,=v f=1", NO_TAG_KEY + "`=v f=1`"),
                arguments("m,a=1, f=1", NO_TAG_KEY + "` f=1`"),
                arguments("m,t= f=1i", NO_TAG_VALUE + "` f=1i`"),
                arguments("m,a=", NO_TAG_VALUE + END),
                arguments("m,a f=1", NO_EQUALS + "`a f=1`"),
                arguments("m,a=1,b f=1", NO_EQUALS + "`a=1,b f=1`"),
                arguments("m\\\\ f=1", BACKSLASH),
                arguments("m\\ f=1", NO_SPACE + END),
                arguments("m,a=1\tf=1", NO_SPACE + "`\tf=1`"),
                arguments("m\tf=1", NO_SPACE + "`\tf=1`"),
                arguments("m,a=\"x y\" f=1", NO_FIELDS),
                arguments("m f=1,g=2,", TRAIL + "`,`"),
                arguments("m f=1i,baz=", TRAIL + "`baz=`"),
                arguments("m f=1,g=2,h=", TRAIL + "`,h=`"),
                arguments("m f=1, g=2", TRAIL + "` g=2`"),
                arguments("m f=1 g=2", TRAIL + "` g=2`"),
                arguments("m f=", NO_FIELDS),
                arguments("m f=yes", NO_FIELDS),
                arguments("m f='a'", NO_FIELDS),
                arguments("m =1", NO_FIELDS),
                arguments("m f=+1", NO_FIELDS),
                arguments("m f=.5", NO_FIELDS),
                arguments("m f=--1", NO_FIELDS),
                arguments("m f=NaN", NO_FIELDS),
                arguments("m f=Inf", NO_FIELDS),
                arguments("m f=1.", TRAIL + "`.`"),
                arguments("m f=1e", TRAIL + "`e`"),
                arguments("m f=-1u", TRAIL + "`u`"),
                arguments("m f=1.5i", TRAIL + "`i`"),
                arguments("m f=1I", TRAIL + "`I`"),
                arguments("m f=1U", TRAIL + "`U`"),
                arguments("m f=1x", TRAIL + "`x`"),
                arguments("m f=0x10", TRAIL + "`x10`"),
                arguments("m f=1_000", TRAIL + "`_000`"),
                arguments("m f=1i2", TRAIL + "`2`"),
                arguments("m f=tRUE", TRAIL + "`RUE`"),
                arguments("m f=true1", TRAIL + "`1`"),
                arguments(
                        "m f=9223372036854775808i",
                        "Unable to parse integer value `9223372036854775808`"),
                arguments(
                        "m f=18446744073709551616u",
                        "Unable to parse unsigned integer value `18446744073709551616`"),
                arguments("x f=23.1.22,j=4", TRAIL + "`.22,j=4`"),
                arguments("m f=\"a\"b", TRAIL + "`b`"),
                arguments("m f=\"unterminated", NO_FIELDS),
                arguments("m f=\"a\\", NO_FIELDS),
                arguments("m f=1 ", TRAIL + "` `"),
                arguments("m f=1 +5", TRAIL + "` +5`"),
                arguments("m f=1 1.5", TRAIL + "`.5`"),
                arguments("m f=1 123 4", TRAIL + "`4`"),
                arguments("m f=1 1m", TRAIL + "`m`"),
                arguments("m f=1\t123", TRAIL + "`\t123`"),
                arguments(
                        "m f=1 9223372036854775808",
                        "Unable to parse timestamp value `9223372036854775808`"),
                arguments("m f=1 #c", TRAIL + "` #c`"),
                arguments("m f=1\r", TRAIL + "`\r`"),
                arguments("m f=1 123\r", TRAIL + "`\r`"),
                arguments("\r", NO_SPACE + END),
                arguments("m\0n f=1", NO_SPACE + "`\0n f=1`"));
    }

    @ParameterizedTest
    @MethodSource
    @Conforms("D-34")
    void refused(String line, String message) {
        ParsedLines lines = Parsed.lines(line);

        assertThat(lines.tables()).isEmpty();
        assertThat(lines.lineCount()).isEqualTo(1);
        assertThat(Parsed.messages(lines))
                .containsExactly("error parsing line 1 (1-based): " + message);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("m,t,k=v f=1", "m|tag:t,k=v|f64:f=1.0|@7000000000"),
                arguments("m,,a=1 f=1", "m|tag:,a=1|f64:f=1.0|@7000000000"),
                arguments("m,a==1 f=1", "m|tag:a==1|f64:f=1.0|@7000000000"),
                arguments("m,t=a=b f=1", "m|tag:t=a=b|f64:f=1.0|@7000000000"),
                arguments("foo= sed=1i", "foo=|i64:sed=1|@7000000000"),
                arguments("m\\=a f=1", "m\\=a|f64:f=1.0|@7000000000"),
                arguments("m\\x f=1", "m\\x|f64:f=1.0|@7000000000"),
                arguments("m\\, f=1", "m,|f64:f=1.0|@7000000000"),
                arguments("m,t\\=k=v\\,w f=1", "m|tag:t=k=v,w|f64:f=1.0|@7000000000"),
                arguments("m,t=a\\b f=1", "m|tag:t=a\\b|f64:f=1.0|@7000000000"),
                arguments("m,t=\"q\" f=1", "m|tag:t=\"q\"|f64:f=1.0|@7000000000"),
                arguments("m f=1,", "m|f64:f=1.0|@7000000000"),
                arguments("m f=1,,g=2", "m|f64:f=1.0|f64:,g=2.0|@7000000000"),
                arguments("m ,f=1", "m|f64:,f=1.0|@7000000000"),
                arguments("m f,g=1", "m|f64:f,g=1.0|@7000000000"),
                arguments("m f\\=g=1", "m|f64:f=g=1.0|@7000000000"),
                arguments("m f=1e5", "m|f64:f=100000.0|@7000000000"),
                arguments("m f=1E+5", "m|f64:f=100000.0|@7000000000"),
                arguments("m f=1e999", "m|f64:f=Infinity|@7000000000"),
                arguments("m f=-0", "m|f64:f=-0.0|@7000000000"),
                arguments("m f=00.5", "m|f64:f=0.5|@7000000000"),
                arguments("m f=01i", "m|i64:f=1|@7000000000"),
                arguments("m f=-9223372036854775808i", "m|i64:f=-9223372036854775808|@7000000000"),
                arguments("m f=\"\"", "m|string:f=|@7000000000"),
                arguments("m f=\"a\\nb\"", "m|string:f=a\\nb|@7000000000"),
                arguments("m f=\"\\x\"", "m|string:f=\\x|@7000000000"),
                arguments("m f=\"a\\\"b\\\\c\"", "m|string:f=a\"b\\c|@7000000000"),
                arguments("m f=\"a\nb\" 1", "m|string:f=a\nb|@1"),
                arguments("m f=1 123  ", "m|f64:f=1.0|@123"),
                arguments("m f=1 -5", "m|f64:f=1.0|@-5"),
                arguments("m f=1 00012", "m|f64:f=1.0|@12"),
                arguments("m  f=1   5", "m|f64:f=1.0|@5"),
                arguments("m#x f=1", "m#x|f64:f=1.0|@7000000000"),
                arguments("m,#t=1 f=1", "m|tag:#t=1|f64:f=1.0|@7000000000"),
                arguments("é,ü=ö ñ=1", "é|tag:ü=ö|f64:ñ=1.0|@7000000000"),
                arguments("m,t=a\0b f=\"c\0d\"", "m|tag:t=a\0b|string:f=c\0d|@7000000000"));
    }

    @ParameterizedTest
    @MethodSource
    @Conforms("D-34")
    void accepted(String line, String row) {
        ParsedLines lines = Parsed.lines(line);

        assertThat(Parsed.messages(lines)).isEmpty();
        assertThat(Parsed.rows(lines)).containsExactly(row);
    }

    static final String[] skipped = {"", "\n\n", "  # c", "#", " \t ", "# a=\"b"};

    @ParameterizedTest
    @FieldSource
    @Conforms("D-34")
    void skipped(String payload) {
        ParsedLines lines = Parsed.lines(payload);

        assertThat(lines.lineCount()).isZero();
        assertThat(lines.rejected()).isEmpty();
        assertThat(lines.tables()).isEmpty();
    }
}
