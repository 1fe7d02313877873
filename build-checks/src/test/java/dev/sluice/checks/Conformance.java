// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the product is to do, row by row, and the tests that prove it.
///
/// @param subject what the rows are about
/// @param rows in order of the list
/// @param tests by the row's ID, each as `Class.method`; also of rows that the list does not have
record Conformance(Subject subject, List<Row> rows, Map<String, SortedSet<String>> tests) {

    /// A part of the product with a list and a table of its own.
    enum Subject {
        ADMINISTRATION("administration", "administrators", "conformance.md"),
        DATA("data", "writers and readers of data", "conformance-data.md");

        private static final Path REFERENCE = Path.of("docs", "reference");

        private final String title;
        private final String audience;
        private final String page;

        Subject(String title, String audience, String page) {
            this.title = title;
            this.audience = audience;
            this.page = page;
        }

        /// Where its rows are listed, below the checkout.
        Path list() {
            return REFERENCE.resolve("conformance").resolve(title + ".tsv");
        }

        /// The table that is made of them, below the checkout.
        Path table() {
            return REFERENCE.resolve(page);
        }
    }

    /// One thing that the product is to do.
    ///
    /// @param id such as `A-12`
    /// @param text what, in one sentence
    record Row(String id, String text) {}

    /// A claim of one test.
    ///
    /// @param test as `Class.method`
    /// @param row the row's ID
    record Claim(String test, String row) {}

    static List<Row> rows(Path list) throws IOException {
        return Files.readAllLines(list).stream()
                .map(line -> line.split("\t", -1))
                .map(columns -> new Row(columns[0], columns[1]))
                .toList();
    }

    static Conformance of(Subject subject, List<Row> rows, List<Claim> claims) {
        Map<String, SortedSet<String>> tests = new TreeMap<>();
        claims.forEach(claim ->
                tests.computeIfAbsent(claim.row(), _ -> new TreeSet<>()).add(claim.test()));
        return new Conformance(subject, rows, tests);
    }

    /// The claimed rows that the list does not have.
    Set<String> unknownRows() {
        Set<String> unknown = new TreeSet<>(tests.keySet());
        rows.forEach(row -> unknown.remove(row.id()));
        return unknown;
    }

    /// The table in Markdown.
    String markdown() {
        List<SortedSet<String>> proofsOfAll =
                rows.stream().map(Row::id).filter(tests::containsKey).map(tests::get).toList();
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                """
                                # Conformance: %s
                                What Sluice is to do for %s, and the test that fails when it does not. The build makes
                                this file of [the list](conformance/%s.tsv) and the annotations `@Conforms` on tests, and
                                fails when it says otherwise; `—` is a row that no test proves yet.

                                **%d of %d rows are proven**, by %d tests.

                                | Row | What | Tests |
                                | --- | --- | --- |
                                """,
                                subject.title,
                                subject.audience,
                                subject.title,
                                proofsOfAll.size(),
                                rows.size(),
                                proofsOfAll.stream().flatMap(Set::stream).distinct().count()));
        for (Row row : rows) {
            text.append("| ").append(row.id()).append(" | ").append(row.text()).append(" | ");
            SortedSet<String> proofs = tests.get(row.id());
            text.append(proofs == null ? "—" : names(proofs));
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String names(SortedSet<String> tests) {
        return '`' + String.join("` `", tests) + '`';
    }
}
