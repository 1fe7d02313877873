// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.QueryRequest.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What people are likely to ask first of a table: how a series of it went of late, how all did,
/// and the newest row of each. All of it is bounded, however large the table is, but for the newest
/// rows, which are read file by file.
///
/// @param database the table's
/// @param table its name
/// @param tag by which its series are told apart
/// @param field a number
/// @param times a condition that its newest rows meet
record FirstQuestions(
        DatabaseEntry database, String table, String tag, String field, String times) {
    /// Rows of a file that one question is about, by the mean distance of its rows.
    private static final long ROWS = 100_000;

    /// The longest time that one is about.
    private static final Duration SPAN_MAX = Duration.ofHours(1);

    private static final Set<ColumnType> NUMBERS =
            EnumSet.of(ColumnType.FLOAT, ColumnType.INTEGER, ColumnType.UINTEGER);

    /// What both languages write alike between quotes.
    private static final Pattern PLAIN = Pattern.compile("[^\"'\\\\\\p{Cntrl}]*");

    /// About the tables that were written to last, and last first.
    ///
    /// @param tablesMax how many tables
    static List<FirstQuestions> of(CatalogSnapshot catalog, int tablesMax) {
        List<Newest> tables = new ArrayList<>();
        for (DatabaseEntry database : catalog.databases()) {
            for (TableEntry table : catalog.tables(database.id())) {
                List<FileEntry> files = catalog.files(table.id());
                if (!files.isEmpty()) {
                    tables.add(new Newest(database, table, files.getLast()));
                }
            }
        }
        return tables.stream()
                .sorted(Comparator.comparingLong(Newest::sequence).reversed())
                .limit(tablesMax)
                .map(Newest::questions)
                .flatMap(Optional::stream)
                .toList();
    }

    /// @param file which was written last, or comes of one that was
    private record Newest(DatabaseEntry database, TableEntry table, FileEntry file) {
        long sequence() {
            return file.sequence();
        }

        /// None for a table without tags or numbers.
        Optional<FirstQuestions> questions() {
            Optional<String> tag = column(EnumSet.of(ColumnType.TAG));
            Optional<String> field = column(NUMBERS);
            return tag.isEmpty() || field.isEmpty() || !isPlain(table.name())
                    ? Optional.empty()
                    : Optional.of(
                            new FirstQuestions(
                                    database, table.name(), tag.get(), field.get(), times()));
        }

        private Optional<String> column(Set<ColumnType> types) {
            return table.columns().stream()
                    .filter(column -> types.contains(column.type()))
                    .map(Column::name)
                    .filter(FirstQuestions::isPlain)
                    .findFirst();
        }

        private String times() {
            long last = file.timeNanosMax();
            double perRow = ((double) last - file.timeNanosMin()) / file.rowCount();
            long span = (long) Math.min(perRow * ROWS, (double) SPAN_MAX.toNanos());
            return "time >= '%s' AND time <= '%s'"
                    .formatted(at(Math.max(file.timeNanosMin(), last - span)), at(last));
        }

        private static Instant at(long nanos) {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }

    /// A question.
    record Question(Language language, String text) {}

    /// In SQL, for the tag of the newest row: a value to ask about.
    String sample() {
        return "SELECT %s FROM %s WHERE %s ORDER BY time DESC LIMIT 1"
                .formatted(name(tag), name(table), times);
    }

    /// The others, those first that are worth most.
    ///
    /// @param value of the tag
    List<Question> about(String value) {
        String ofSeries = "%s = %s AND %s".formatted(name(tag), text(value), times);
        return List.of(
                new Question(
                        Language.INFLUXQL,
                        "SELECT max(%s) FROM %s WHERE %s GROUP BY time(1m)"
                                .formatted(name(field), name(table), ofSeries)),
                new Question(
                        Language.SQL,
                        "SELECT DISTINCT ON (%1$s) * FROM %2$s ORDER BY %1$s, time DESC"
                                .formatted(name(tag), name(table))),
                new Question(
                        Language.SQL,
                        ("SELECT date_bin(INTERVAL '1 minute', time) AS time, max(%s) FROM %s"
                                        + " WHERE %s GROUP BY 1 ORDER BY 1")
                                .formatted(name(field), name(table), ofSeries)),
                new Question(
                        Language.INFLUXQL,
                        "SELECT mean(%s) FROM %s WHERE %s GROUP BY time(1m)"
                                .formatted(name(field), name(table), times)));
    }

    private static String name(String name) {
        return '"' + name + '"';
    }

    /// What would have to be written in another way in each language is not asked about.
    private static String text(String value) {
        return '\'' + (isPlain(value) ? value : "") + '\'';
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }
}
