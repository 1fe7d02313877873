// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Action;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Excerpt;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteServiceTest {
    private static final WriteOutcome ACCEPTED = new WriteOutcome.Accepted();

    @TempDir private Path directory;
    private Ingester ingester;

    @BeforeEach
    void open() throws IOException {
        ingester = new Ingester(directory);
    }

    @AfterEach
    void close() {
        ingester.close();
    }

    @Test
    void makesTablesAndColumnsAndShowsTheRows() throws IOException {
        ingester.withDatabase();

        assertThat(ingester.write("m,t=a f=1,s=\"x\" 1\nn i=1i 2")).isEqualTo(ACCEPTED);

        assertThat(ingester.table("m").columns())
                .containsExactlyInAnyOrder(
                        new Column("time", ColumnType.TIME),
                        new Column("t", ColumnType.TAG),
                        new Column("f", ColumnType.FLOAT),
                        new Column("s", ColumnType.STRING));
        assertThat(ingester.visible().all()).containsOnlyKeys("m,t=a 1", "n 2");
    }

    @Test
    void addsColumnsToATable() {
        ingester.withDatabase();
        ingester.write("m f=1 1");

        assertThat(ingester.write("m,t=a g=1i 2")).isEqualTo(ACCEPTED);

        assertThat(ingester.table("m").columns())
                .extracting(Column::name)
                .containsExactlyInAnyOrder("time", "f", "t", "g");
    }

    @Test
    void theLaterLineWinsAlsoOfTwoNamesOfOneTable() throws IOException {
        ingester.withDatabase();
        ingester.write("m f=1 1");
        ingester.catalog()
                .commit(new CatalogChange.RenameTable(Ingester.DATABASE.value(), "m", "n"))
                .require();

        assertThat(ingester.write("m f=1,g=1 7\nn f=2 7\nn g=\"text\" 7\nm f=3 7"))
                .isInstanceOfSatisfying(
                        WriteOutcome.Rejected.class,
                        outcome -> {
                            assertThat(outcome.rejected())
                                    .extracting(RejectedLine::lineNumber)
                                    .containsExactly(3);
                            assertThat(outcome.acceptedCount()).isEqualTo(3);
                        });

        assertThat(String.valueOf(ingester.visible().all().get("n 7"))).isEqualTo("{f=3.0, g=1.0}");
    }

    @Test
    void acceptsAnEmptyPayload() {
        ingester.withDatabase();

        assertThat(ingester.write("# nothing\n")).isEqualTo(ACCEPTED);
    }

    @Test
    void rejectsLinesWhoseTypeDiffersFromTheTable() throws IOException {
        ingester.withDatabase();
        ingester.write("m,t=a f=1 1");

        WriteOutcome outcome = ingester.write("m f=1i,new=1 2\nm f=2 3\nm t=1 4\nbad");

        assertThat(outcome)
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(
                                        conflict(1, "f", "f64", "field::integer"),
                                        conflict(3, "t", "tag", "field::float"),
                                        new RejectedLine(
                                                4,
                                                "error parsing line 4 (1-based): Expected at"
                                                        + " least one space character, got end of"
                                                        + " input")),
                                1));
        assertThat(ingester.visible().all()).containsOnlyKeys("m,t=a 1", "m 3");
        assertThat(ingester.table("m").findColumn("new")).isEmpty();
    }

    @Test
    void rejectsLinesThatWereParsedBeforeTheColumnWasKnown() {
        ingester.withDatabase();
        ingester.write("m,t=a f=1 1");

        assertThat(ingester.writeUnknown("m f=1i,new=1 2\nm g=2 3\nm t=1 4"))
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(
                                        conflict(1, "f", "f64", "field::integer"),
                                        conflict(3, "t", "tag", "field::float")),
                                1));
        assertThat(ingester.table("m").findColumn("new")).isEmpty();
    }

    @Test
    void storesNothingWhenEveryLineIsRejected() throws IOException {
        ingester.withDatabase();

        assertThat(ingester.write("bad"))
                .asInstanceOf(type(WriteOutcome.Rejected.class))
                .returns(0L, WriteOutcome.Rejected::acceptedCount);
        assertThat(ingester.visible().all()).isEmpty();
        assertThat(ingester.tables()).isEmpty();
    }

    @Test
    void tellsAtMostAHundredRejectedLinesInOrder() {
        ingester.withDatabase();
        ingester.write("m f=1 1\nn f=1 1");
        String lines =
                IntStream.range(0, 150)
                        .mapToObj(i -> i % 3 == 0 ? "bad" : i % 3 == 1 ? "m f=1i" : "n f=1i")
                        .collect(Collectors.joining("\n"));

        assertThat(ingester.write(lines))
                .asInstanceOf(type(WriteOutcome.Rejected.class))
                .extracting(WriteOutcome.Rejected::rejected)
                .satisfies(rejected ->
                        assertThat(rejected)
                                .extracting(RejectedLine::lineNumber)
                                .containsExactlyElementsOf(
                                        IntStream.rangeClosed(1, 100).boxed().toList()));
    }

    @Test
    void rejectsPointsOlderThanTheRetention() throws IOException {
        ingester.createDatabase(Duration.ofHours(1).toNanos(), 500, 250);
        long min = (Ingester.NOW.getEpochSecond() - 3600) * 1_000_000_000L;

        WriteOutcome outcome = ingester.write("m f=1 " + (min - 1) + "\nm f=2 " + min);

        assertThat(outcome)
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(
                                        RejectedLine.writing(
                                                1,
                                                "dml handler error: data in table m is outside of"
                                                        + " the retention period: minimum"
                                                        + " acceptable timestamp is"
                                                        + " 2026-03-01T11:00:00Z, but observed"
                                                        + " timestamp 2026-03-01T10:59:59.999999999Z"
                                                        + " is older.")),
                                1));
        assertThat(ingester.visible().all()).containsOnlyKeys("m " + min);
    }

    @Test
    void makesNoColumnsForRowsOutsideOfTheRetention() {
        ingester.createDatabase(Duration.ofHours(1).toNanos(), 500, 250);

        ingester.write("m f=1 1\nn g=1");

        assertThat(ingester.tables()).extracting(table -> table.name()).containsExactly("n");
    }

    @Test
    void rejectsTheRowsOfATableOverTheColumnLimit() throws IOException {
        ingester.createDatabase(0, 500, 3);
        ingester.write("m a=1 1");

        assertThat(ingester.write("m b=1,c=1 2\nn a=1,b=1 2"))
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(
                                        RejectedLine.writing(
                                                1,
                                                "dml handler error: service limit reached:"
                                                        + " couldn't create columns in table `m`;"
                                                        + " table contains 2 existing columns,"
                                                        + " applying this write would result in 4"
                                                        + " columns, limit is 3")),
                                1));
        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "n 2");
    }

    @Test
    void quotesTheBeginningOfATablesLongName() {
        ingester.createDatabase(Duration.ofHours(1).toNanos(), 500, 3);
        String quoted = "n".repeat(Excerpt.CHARACTERS_MAX);

        assertThat(ingester.write(quoted + "n f=1 1\n" + quoted + "m a=1,b=1,c=1"))
                .asInstanceOf(type(WriteOutcome.Rejected.class))
                .satisfies(rejected ->
                        assertThat(rejected.rejected())
                                .extracting(RejectedLine::message)
                                .satisfiesExactly(
                                        tooOld ->
                                                assertThat(tooOld)
                                                        .contains(" in table " + quoted + "... is"),
                                        tooWide ->
                                                assertThat(tooWide)
                                                        .contains(
                                                                " in table `" + quoted + "...`;")));
    }

    @Test
    void countsTheTimeOfANewTableAgainstTheColumnLimit() {
        ingester.createDatabase(0, 500, 3);

        assertThat(ingester.write("m a=1,b=1 1")).isEqualTo(ACCEPTED);
        assertThat(ingester.write("n a=1,b=1,c=1 1"))
                .asInstanceOf(type(WriteOutcome.Rejected.class))
                .extracting(rejected -> rejected.rejected().getFirst().message())
                .asString()
                .contains("table contains 0 existing columns")
                .contains("would result in 4 columns");
    }

    @Test
    void rejectsTheRowsOfTablesOverTheTableLimit() throws IOException {
        ingester.createDatabase(0, 2, 250);
        ingester.write("a f=1 1");

        assertThat(ingester.write("b f=1 2\nc f=1 2\na f=2 2"))
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(
                                        RejectedLine.writing(
                                                2,
                                                "dml handler error: service limit reached:"
                                                        + " couldn't create new table; namespace"
                                                        + " contains 2 existing tables, applying"
                                                        + " this write would result in 3 tables,"
                                                        + " limit is 2")),
                                2));
        assertThat(ingester.visible().all()).containsOnlyKeys("a 1", "a 2", "b 2");
    }

    @Test
    void rejectsLinesWhenAnotherWriterIsFirstWithAnotherType() {
        ingester.withDatabase();
        ingester.catalog().beforeNextCommit(() -> ingester.write("m f=1i 1"));

        assertThat(ingester.write("m f=1 2"))
                .isEqualTo(
                        new WriteOutcome.Rejected(
                                List.of(conflict(1, "f", "i64", "field::float")), 0));
    }

    @Test
    void acceptsWhatAnotherWriterMadeFirst() {
        ingester.withDatabase();
        ingester.catalog().beforeNextCommit(() -> ingester.write("m f=1 1"));

        assertThat(ingester.write("m f=1 2")).isEqualTo(ACCEPTED);
    }

    @Test
    void givesUpWhenTheCatalogKeepsRefusing() {
        ingester.withDatabase();
        Problem problem = Problem.conflict("column_type_conflict", "someone else");
        for (int i = 0; i < Ingester.LIMITS.schemaAttemptsMax(); i++) {
            ingester.catalog().answerNextCommit(new CommitOutcome.Refused(problem));
        }

        assertProblem(Problem.Kind.CONFLICT, problem.code(), () -> ingester.write("m f=1 1"));
    }

    @Test
    void storesNothingWhenTheSchemaChangeIsUnknown() throws IOException {
        ingester.withDatabase();
        Problem problem = new Problem(Problem.Kind.OUTCOME_UNKNOWN, "commit_unknown", "lost");
        ingester.catalog().answerNextCommit(new CommitOutcome.Unknown(problem));

        assertProblem(
                Problem.Kind.OUTCOME_UNKNOWN, "commit_unknown", () -> ingester.write("m f=1 1"));
        assertThat(ingester.visible().all()).isEmpty();
    }

    @Test
    void findsNoUnknownDatabase() {
        assertProblem(
                Problem.Kind.NOT_FOUND,
                "database_not_found",
                () -> ingester.write(new DatabaseName("nope"), "m f=1 1"));
    }

    @Test
    void refusesAGrantToRead() {
        ingester.withDatabase();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ingester.write(Ingester.grant(Action.READ, Ingester.DATABASE), "m f=1 1"));
    }

    @Test
    void isBusyWhileTheBufferIsFull(@TempDir Path other) throws IOException {
        IngestLimits small =
                new IngestLimits(
                        1000,
                        1000,
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        3,
                        Duration.ofNanos(1),
                        1);
        try (Ingester full = new Ingester(other, small).withDatabase()) {
            full.write("m f=1 1\nn f=1 1\no f=1 1");

            assertProblem(Problem.Kind.BUSY, "buffer_full", () -> full.write("m f=2 2"));
            full.flush();
            assertThat(full.write("m f=2 2")).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void keepsTheRowsOverARestart() throws IOException {
        ingester.withDatabase();
        ingester.write("m f=1 1");
        ingester.write("m f=2 2");

        ingester.restart();

        assertThat(ingester.visible().all()).containsOnlyKeys("m 1", "m 2");
    }

    @Test
    void writesAColumnThatWasMadeOtherwise() {
        ingester.withDatabase();
        ingester.catalog()
                .commit(
                        new CatalogChange.ExtendSchema(
                                ingester.database().id(),
                                List.of(new CatalogChange.TableColumns("m", List.of()))))
                .require();

        assertThat(ingester.write("m f=1 1")).isEqualTo(ACCEPTED);
    }

    private static RejectedLine conflict(int line, String column, String existing, String given) {
        return RejectedLine.writing(
                line,
                "Could not insert column: Existing table schema specifies column "
                        + column
                        + " is type "
                        + existing
                        + ", but type iox::column_type::"
                        + given
                        + " was given");
    }

    private static void assertProblem(Problem.Kind kind, String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .returns(kind, Problem::kind)
                .returns(code, Problem::code);
    }
}
