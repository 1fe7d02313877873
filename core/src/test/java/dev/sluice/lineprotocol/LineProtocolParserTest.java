// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.model.Excerpt;
import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineProtocolParserTest {

    @Test
    @Conforms("D-2")
    void readsAllTypesOfALine() {
        assertThat(
                        Parsed.rows(
                                "cpu,host=a,region=eu f=1.5,i=-2i,u=18446744073709551615u,"
                                        + "s=\"x y\",b=true 42"))
                .containsExactly(
                        "cpu|tag:host=a|tag:region=eu|f64:f=1.5|i64:i=-2"
                                + "|u64:u=18446744073709551615|string:s=x y|bool:b=true|@42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "T", "true", "True", "TRUE"})
    @Conforms("D-20")
    void readsTrue(String word) {
        assertThat(Parsed.rows("m f=" + word + " 1")).containsExactly("m|bool:f=true|@1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "F", "false", "False", "FALSE"})
    @Conforms("D-20")
    void readsFalse(String word) {
        assertThat(Parsed.rows("m f=" + word + " 1")).containsExactly("m|bool:f=false|@1");
    }

    @Test
    @Conforms("D-21")
    void readsAQuotedTruthAsText() {
        assertThat(Parsed.rows("m f=\"true\" 1")).containsExactly("m|string:f=true|@1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "-3.14",
                "123456789012345",
                "1234567890123456789",
                "0.3000000000000000444",
                "1.5E-3",
                "4.9e-324",
                "1e22",
                "999999999999999.9",
                "-1e999",
                "0.000001",
                "1e99999999999"
            })
    @Conforms("D-19")
    void readsFloatsAsTheNearestDouble(String text) {
        assertThat(Parsed.rows("m f=" + text + " 1"))
                .containsExactly("m|f64:f=" + Double.parseDouble(text) + "|@1");
    }

    @Test
    @Conforms("D-5")
    void collapsesPairsOfBackslashesFromTheLeft() {
        assertThat(Parsed.rows("m,t=a\\\\\\,b f=1 1"))
                .containsExactly("m|tag:t=a\\,b|f64:f=1.0|@1");
    }

    @ParameterizedTest
    @Conforms("D-6")
    @ValueSource(
            strings = {
                "m\\\\ f=1",
                "m\\",
                "m,t\\\\=v f=1",
                "m,t=v\\\\ f=1",
                "m,t=v\\\\,u=w f=1",
                "m f\\\\=1",
                "m f=1,g\\\\=2"
            })
    void rejectsANameThatEndsInABackslashEvenAnEscapedOne(String line) {
        assertThat(Parsed.messages(Parsed.lines(line)))
                .containsExactly(
                        "error parsing line 1 (1-based): Measurements, tag keys and values, and"
                                + " field keys may not end with a backslash");
    }

    @Test
    @Conforms("D-12")
    void countsLogicalLinesOnly() {
        ParsedLines lines = Parsed.lines("# c\n\nm f=1 1\n  \nbad\n# d\nm f=2 2\n");

        assertThat(lines.lineCount()).isEqualTo(3);
        assertThat(lines.rejected()).extracting(RejectedLine::lineNumber).containsExactly(2);
        assertThat(lines.tables().getFirst().lineNumbers().at(0)).isEqualTo(1);
        assertThat(lines.tables().getFirst().lineNumbers().at(1)).isEqualTo(3);
    }

    @Test
    @Conforms("D-10")
    void letsAnUnterminatedStringSwallowTheLinesThatFollow() {
        ParsedLines lines = Parsed.lines("m f=\"a\nm f=1\nm f=2\n");

        assertThat(Parsed.messages(lines))
                .containsExactly("error parsing line 1 (1-based): No fields were provided");
    }

    @Test
    @Conforms("D-11")
    void gluesTheNextLineToAnEscapedNewline() {
        ParsedLines lines = Parsed.lines("m f=1\\\nm f=2\nm f=3 3");

        assertThat(lines.lineCount()).isEqualTo(2);
        assertThat(Parsed.rows(lines)).containsExactly("m|f64:f=3.0|@3");
    }

    @Test
    void keepsALineThatFollowsACommentWithAnOpenQuote() {
        assertThat(Parsed.rows("# a=\"b\nm f=1 1")).containsExactly("m|f64:f=1.0|@1");
    }

    @Test
    @Conforms("D-13")
    void ignoresWhiteSpaceBeforeALine() {
        assertThat(Parsed.rows(" \t m f=1 1")).containsExactly("m|f64:f=1.0|@1");
    }

    @Test
    @Conforms("D-24")
    void givesLinesWithoutTimestampTheTimeOfReceipt() {
        assertThat(Parsed.rows(Parsed.lines("m f=1\nm f=2", Precision.SECOND)))
                .containsExactly("m|f64:f=1.0|@7000000000", "m|f64:f=2.0|@7000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "NANOSECOND,1",
        "MICROSECOND,1000",
        "MILLISECOND,1000000",
        "SECOND,1000000000",
        "MINUTE,60000000000",
        "HOUR,3600000000000"
    })
    @Conforms("D-25")
    void scalesTimestampsByPrecision(Precision precision, long nanos) {
        assertThat(Parsed.rows(Parsed.lines("m f=1 -2", precision)))
                .containsExactly("m|f64:f=1.0|@" + -2 * nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372037", "-9223372037"})
    @Conforms("D-23")
    void rejectsATimestampThatOverflowsInNanoseconds(String timestamp) {
        ParsedLines lines = Parsed.lines("m f=1 1\nm f=1 " + timestamp, Precision.SECOND);

        assertThat(Parsed.messages(lines))
                .containsExactly("timestamp overflows i64 on line 2 (1-based)");
    }

    @Test
    void acceptsTheSmallestAndLargestTimestamp() {
        assertThat(Parsed.rows("m f=1 -9223372036854775808\nm f=1 9223372036854775807"))
                .containsExactly(
                        "m|f64:f=1.0|@-9223372036854775808", "m|f64:f=1.0|@9223372036854775807");
    }

    @Test
    void quotesTenCharactersOfWhatIsWrong() {
        assertThat(Parsed.messages(Parsed.lines("m,éééééééééééé f=1")))
                .containsExactly(
                        "error parsing line 1 (1-based): Tag set malformed: could not find equals"
                                + " sign in `éééééééééé...`");
    }

    @ParameterizedTest
    @CsvSource({
        "m f=%si, integer",
        "m f=-%si, integer",
        "m f=%su, unsigned integer",
        "m f=1 %s, timestamp",
        "m f=1 -%s, timestamp"
    })
    void quotesTheBeginningOfALongNumber(String line, String kind) {
        String minus = line.contains("-") ? "-" : "";
        String quoted = minus + "9".repeat(Excerpt.CHARACTERS_MAX - minus.length());

        assertThat(Parsed.messages(Parsed.lines(line.replace("%s", "9".repeat(1_000_000)))))
                .containsExactly(
                        "error parsing line 1 (1-based): Unable to parse "
                                + kind
                                + " value `"
                                + quoted
                                + "...`");
    }

    @Test
    @Conforms("D-59")
    void tellsTheFirstHundredRefusalsAndKeepsTheGoodLinesAfterThem() {
        String bad = IntStream.range(0, 150).mapToObj(i -> "bad").collect(Collectors.joining("\n"));

        ParsedLines lines = Parsed.lines(bad + "\nm f=1 1");

        assertThat(lines.rejected()).hasSize(LineProtocolParser.REPORTED_ERRORS_MAX);
        assertThat(lines.lineCount()).isEqualTo(151);
        assertThat(Parsed.rows(lines)).containsExactly("m|f64:f=1.0|@1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s f=1 1", "m,%s=v f=1 1", "m,t=%s f=1 1", "m %s=1 1"})
    @Conforms("D-31")
    void limitsNamesTo64KiB(String line) {
        String longest = "n".repeat(LineReader.NAME_BYTES_MAX);

        assertThat(Parsed.lines(line.replace("%s", longest)).rejected()).isEmpty();
        assertThat(Parsed.messages(Parsed.lines(line.replace("%s", longest + "n"))))
                .containsExactly("error parsing line 1 (1-based): String is greater than 64KB");
    }

    @Test
    @Conforms("D-31")
    void limitsStringsTo1MiB() {
        String longest = "s".repeat(LineReader.STRING_BYTES_MAX - 1) + "\\\\";

        assertThat(Parsed.lines("m f=\"" + longest + "\" 1").rejected()).isEmpty();
        assertThat(Parsed.messages(Parsed.lines("m f=\"" + longest + "s\" 1")))
                .containsExactly("error parsing line 1 (1-based): String is greater than 1MB");
    }

    @Test
    void readsThePartOfTheArrayThatItIsGiven() {
        byte[] bytes = "xxm f=1 1yy".getBytes(StandardCharsets.UTF_8);

        ParsedLines lines = LineProtocolParser.parse(bytes, 2, 7, Precision.NANOSECOND, 0);

        assertThat(Parsed.rows(lines)).containsExactly("m|f64:f=1.0|@1");
    }

    @Test
    void refusesAPayloadWhoseRowsWouldTakeFarMoreMemoryThanItsBytes() {
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < LineProtocolParser.COLUMNS_MAX; i++) {
            payload.append("m f").append(i).append("=1 1\n");
        }
        payload.append("m f0=1 1\n".repeat(LineProtocolParser.CELLS_MAX / 1000));

        assertThatThrownBy(() -> Parsed.lines(payload.toString()))
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .returns(Problem.Kind.TOO_LARGE, Problem::kind)
                .returns("too_many_cells", Problem::code);
    }

    @ParameterizedTest
    @CsvSource({
        "6dff,invalid utf-8 sequence of 1 bytes from index 1",
        "c080,invalid utf-8 sequence of 1 bytes from index 0",
        "6dc3,incomplete utf-8 byte sequence from index 1",
        "e28228,invalid utf-8 sequence of 2 bytes from index 0",
        "eda080,invalid utf-8 sequence of 1 bytes from index 0",
        "f0908028,invalid utf-8 sequence of 3 bytes from index 0",
        "f4908080,invalid utf-8 sequence of 1 bytes from index 0",
        "80,invalid utf-8 sequence of 1 bytes from index 0"
    })
    @Conforms("D-33")
    void refusesAPayloadThatIsNotUtf8(String hex, String detail) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() ->
                        LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0))
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .returns(Problem.Kind.INVALID, Problem::kind)
                .returns("body content is not valid utf8: " + detail, Problem::message);
    }

    @Test
    void takesEveryCodePoint() {
        String text =
                IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> c < 0xd800 || c > 0xdfff)
                        .filter(c -> c != '"' && c != '\\')
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        Utf8Check.require(bytes, 0, bytes.length);
    }
}
