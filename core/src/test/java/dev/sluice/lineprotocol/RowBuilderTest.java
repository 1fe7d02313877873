// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Excerpt;
import dev.sluice.model.Precision;
import dev.sluice.testkit.Conforms;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowBuilderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m,k=1,k=1 f=1|the tag 'k' is specified more than once with conflicting values",
                "m f=1,g=2,f=1i|the field 'f' is specified more than once with conflicting types",
                "m,time=1 f=1|input tag \"time\" on measurement \"m\" is invalid",
                "m time=1|invalid field name: input field \"time\" on measurement \"m\" is invalid",
                "m,v=1 v=1|Could not insert column: Existing table schema specifies column v is"
                        + " type tag, but type iox::column_type::field::float was given"
            })
    @Conforms({"D-26", "D-27", "D-28", "D-29"})
    void rejectsARowThatContradictsItself(String line, String message) {
        ParsedLines lines = Parsed.lines(line);

        assertThat(lines.tables()).isEmpty();
        assertThat(Parsed.messages(lines))
                .containsExactly("error writing line 1 (1-based): " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m,%s=1,%s=1 f=1|the tag '%s...' is specified more than once with conflicting"
                        + " values",
                "m %s=1,%s=1i|the field '%s...' is specified more than once with conflicting types",
                "%s,time=1 f=1|input tag \"time\" on measurement \"%s...\" is invalid",
                "%s time=1|invalid field name: input field \"time\" on measurement \"%s...\" is"
                        + " invalid",
                "m,%s=1 %s=1|Could not insert column: Existing table schema specifies column"
                        + " %s... is type tag, but type iox::column_type::field::float was given"
            })
    void quotesTheBeginningOfALongName(String line, String message) {
        String quoted = "é".repeat(Excerpt.CHARACTERS_MAX);

        assertThat(Parsed.messages(Parsed.lines(line.replace("%s", quoted + "éx"))))
                .containsExactly(
                        "error writing line 1 (1-based): " + message.replace("%s", quoted));
    }

    @Test
    void rejectsAColumnThatNoCatalogKeepsAndNoLineBesideIt() {
        ParsedLines lines = Parsed.lines("m v=1 1\nm a\0=2 2\nm,b\0c=x v=3 3\nm v=4 4");

        assertThat(Parsed.messages(lines))
                .containsExactly(
                        "error writing line 2 (1-based): column names must not have a NUL"
                                + " character",
                        "error writing line 3 (1-based): column names must not have a NUL"
                                + " character");
        assertThat(Parsed.rows(lines)).containsExactly("m|f64:v=1.0|@1", "m|f64:v=4.0|@4");
        assertThat(lines.tables().getFirst().rows().tagCount()).isZero();
    }

    @Test
    @Conforms("D-35")
    void letsTheFirstRowDecideAColumnsType() {
        ParsedLines lines = Parsed.lines("m v=1i,a=1 1\nm v=2,b=2 2\nm v=3i 3");

        assertThat(Parsed.messages(lines))
                .containsExactly(
                        "error writing line 2 (1-based): Could not insert column: Existing table"
                                + " schema specifies column v is type i64, but type"
                                + " iox::column_type::field::float was given");
        assertThat(Parsed.rows(lines)).containsExactly("m|i64:v=1|f64:a=1.0|@1", "m|i64:v=3|@3");
        assertThat(lines.tables().getFirst().rows().find("b")).isNull();
    }

    @Test
    @Conforms("D-36")
    void letsAKnownColumnsTypeDecideOverTheFirstRow() {
        byte[] bytes = "m v=1i 1\nm v=2 2\nn v=3i 3\nm time=1i,w=1 4".getBytes(UTF_8);
        KnownColumns known =
                (table, column) ->
                        switch (table + "." + column) {
                            case "m.v" -> ColumnType.FLOAT;
                            case "m.time" -> ColumnType.TIME;
                            default -> null;
                        };

        ParsedLines lines =
                LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0, known);

        assertThat(Parsed.messages(lines))
                .containsExactly(
                        "error writing line 1 (1-based): Could not insert column: Existing table"
                                + " schema specifies column v is type f64, but type"
                                + " iox::column_type::field::integer was given");
        assertThat(Parsed.rows(lines))
                .containsExactly("m|f64:v=2.0|@2", "m|f64:w=1.0|@4", "n|i64:v=3|@3");
    }

    @Test
    void linesOfAFormerNameAreOfTheTableInTheirOrder() {
        byte[] bytes =
                """
                old,t=a f=1 1
                old,t=a f=2 1
                new,t=a f=3 1
                new,t=a f="text" 1
                old,t=a f=4 1
                other f=5 1
                old,t=a f=6 1
                """
                        .getBytes(UTF_8);
        KnownColumns known =
                new KnownColumns() {
                    @Override
                    public @Nullable ColumnType find(String table, String column) {
                        return null;
                    }

                    @Override
                    public String tableName(String named) {
                        return named.equals("old") ? "new" : named;
                    }
                };

        ParsedLines lines =
                LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0, known);

        assertThat(lines.rejected()).extracting(RejectedLine::lineNumber).containsExactly(4);
        assertThat(Parsed.rows(lines))
                .containsExactly(
                        "new|tag:t=a|f64:f=1.0|@1",
                        "new|tag:t=a|f64:f=2.0|@1",
                        "new|tag:t=a|f64:f=3.0|@1",
                        "new|tag:t=a|f64:f=4.0|@1",
                        "new|tag:t=a|f64:f=6.0|@1",
                        "other|f64:f=5.0|@1");
    }

    @Test
    void takesBackEveryColumnOfARefusedRow() {
        ParsedLines lines = Parsed.lines("m,a=1,b=1,a=2 f=1 1\nm b=1,f=\"s\" 2");

        assertThat(lines.rejected()).hasSize(1);
        assertThat(Parsed.rows(lines)).containsExactly("m|f64:b=1.0|string:f=s|@2");
    }

    @Test
    @Conforms("D-27")
    void keepsTheLastValueOfAFieldThatIsThereTwice() {
        assertThat(Parsed.rows("m s=\"first\",i=1i,s=\"last\" 1\nm s=\"next\" 2"))
                .containsExactly("m|string:s=last|i64:i=1|@1", "m|string:s=next|@2");
    }

    @Test
    @Conforms("D-28")
    void dropsAFieldCalledTimeBesideOthers() {
        assertThat(Parsed.rows("m time=5,f=1 1")).containsExactly("m|f64:f=1.0|@1");
    }

    @Test
    @Conforms("D-28")
    void acceptsATableCalledTime() {
        assertThat(Parsed.rows("time f=1 1")).containsExactly("time|f64:f=1.0|@1");
    }

    @Test
    @Conforms("D-7")
    void keepsQuotedAndUnquotedTablesApart() {
        assertThat(Parsed.lines("home f=1 1\n\"home\" f=1 1").tables()).hasSize(2);
    }

    @Test
    void givesEachRowTheColumnsThatItNames() {
        assertThat(Parsed.rows("m,a=1 f=1 1\nm,b=2 g=2 2\nm,b=3,a=4 f=3 3"))
                .containsExactly(
                        "m|tag:a=1|f64:f=1.0|@1",
                        "m|tag:b=2|f64:g=2.0|@2",
                        "m|tag:a=4|tag:b=3|f64:f=3.0|@3");
    }

    @Test
    void rejectsTheLinesThatGoOverTheColumnLimit() {
        String fields =
                IntStream.range(0, LineProtocolParser.COLUMNS_MAX)
                        .mapToObj(i -> "f" + i + "=1")
                        .collect(Collectors.joining(","));

        ParsedLines lines = Parsed.lines("m " + fields + " 1\nm g=1 2\nm f0=1 3");

        assertThat(Parsed.messages(lines))
                .containsExactly(
                        "error writing line 2 (1-based): service limit reached: a write may give"
                                + " table `m` at most 1000 columns");
        assertThat(lines.tables().getFirst().rows().rowCount()).isEqualTo(2);
    }

    @Test
    void rejectsTheLinesThatGoOverTheTableLimit() {
        String tables =
                IntStream.range(0, LineProtocolParser.TABLES_MAX)
                        .mapToObj(i -> "m" + i + " f=1 1\n")
                        .collect(Collectors.joining());

        ParsedLines lines = Parsed.lines(tables + "x f=1 1\nm0 f=2 2");

        assertThat(lines.tables()).hasSize(LineProtocolParser.TABLES_MAX);
        assertThat(Parsed.messages(lines))
                .containsExactly(
                        "error writing line 10001 (1-based): service limit reached: a write may"
                                + " name at most 10000 tables");
    }
}
