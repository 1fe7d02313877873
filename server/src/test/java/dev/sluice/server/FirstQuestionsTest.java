// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogChange.AddedFile;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.LogPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which tables a new server asks about, and what.
final class FirstQuestionsTest {
    private static final Column HOST = new Column("host", ColumnType.TAG);
    private static final Column USED = new Column("used", ColumnType.FLOAT);

    @TempDir private Path directory;
    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("d"), 0, 9, 9)).require();
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private void addTable(String name, Column... columns) {
        catalog.commit(
                        new CatalogChange.ExtendSchema(
                                catalog.snapshot().findDatabase("d").orElseThrow().id(),
                                List.of(new CatalogChange.TableColumns(name, List.of(columns)))))
                .require();
    }

    private TableEntry table(String name) {
        return catalog.snapshot()
                .findTable(catalog.snapshot().findDatabase("d").orElseThrow().id(), name)
                .orElseThrow();
    }

    private void addFile(String table, long atSeconds) {
        addFile(table, atSeconds, atSeconds, 1);
    }

    private void addFile(String table, long firstSecond, long lastSecond, long rowCount) {
        TableEntry entry = table(table);
        catalog.commit(
                        new CatalogChange.AddFiles(
                                List.of(
                                        new AddedFile(
                                                new StoredFile(
                                                        new ObjectPath(
                                                                "data/"
                                                                        + entry.id()
                                                                        + "/"
                                                                        + lastSecond),
                                                        7),
                                                entry.databaseId(),
                                                entry.id(),
                                                Duration.ofSeconds(firstSecond).toNanos(),
                                                Duration.ofSeconds(lastSecond).toNanos(),
                                                rowCount)),
                                LogPosition.NONE))
                .require();
    }

    private List<String> asked(int tablesMax) {
        List<String> texts = new ArrayList<>();
        for (FirstQuestions questions : FirstQuestions.of(catalog.snapshot(), tablesMax)) {
            texts.add(questions.sample());
        }
        return texts;
    }

    @Test
    void asksAboutTheTablesThatWereWrittenToLast() {
        for (String name : List.of("a", "b", "c")) {
            addTable(name, HOST, USED);
        }
        addFile("b", 1_000);
        addFile("c", 10);
        addFile("a", 100);
        addFile("c", 20);

        assertThat(asked(2))
                .containsExactly(
                        "SELECT \"host\" FROM \"c\" WHERE time >= '1970-01-01T00:00:20Z'"
                                + " AND time <= '1970-01-01T00:00:20Z' ORDER BY time DESC LIMIT 1",
                        "SELECT \"host\" FROM \"a\" WHERE time >= '1970-01-01T00:01:40Z'"
                                + " AND time <= '1970-01-01T00:01:40Z' ORDER BY time DESC LIMIT 1");
    }

    @Test
    void leavesOutWhatHasNoSeriesOrNoNumbersOrNamesThatWouldHaveToBeEscaped() {
        addTable("tagless", USED);
        addTable("numberless", HOST, new Column("text", ColumnType.STRING));
        addTable("quo\"ted", HOST, USED);
        addTable("without files", HOST, USED);
        addFile("tagless", 10);
        addFile("numberless", 10);
        addFile("quo\"ted", 10);

        assertThat(asked(9)).isEmpty();
    }

    @Test
    void asksAboutAnHourAndLessWhereThereAreMoreRows() {
        addTable("long", HOST, USED);
        addTable("dense", HOST, USED);
        addFile("long", 1, 7_200, 7_200);
        addFile("dense", 1, 7_201, 7_200_000);

        assertThat(FirstQuestions.of(catalog.snapshot(), 9))
                .extracting(FirstQuestions::times)
                .containsExactly(
                        "time >= '1970-01-01T01:58:21Z' AND time <= '1970-01-01T02:00:01Z'",
                        "time >= '1970-01-01T01:00:00Z' AND time <= '1970-01-01T02:00:00Z'");
    }

    @Test
    void aValueThatWouldHaveToBeEscapedIsNotAsked() {
        addTable("t", HOST, USED);
        addFile("t", 1, 10, 10);
        FirstQuestions questions = FirstQuestions.of(catalog.snapshot(), 9).getFirst();

        assertThat(questions.about("it's"))
                .extracting(FirstQuestions.Question::text)
                .noneMatch(text -> text.contains("it's"));
        assertThat(questions.about("b").getFirst().text())
                .isEqualTo(
                        "SELECT max(\"used\") FROM \"t\" WHERE \"host\" = 'b'"
                                + " AND time >= '1970-01-01T00:00:01Z'"
                                + " AND time <= '1970-01-01T00:00:10Z' GROUP BY time(1m)");
    }
}
