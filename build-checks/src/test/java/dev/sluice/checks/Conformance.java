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
/// @param rows in order of the list
/// @param tests by the row's ID, each as `Class.method`
record Conformance(List<Row> rows, Map<String, SortedSet<String>> tests) {
    /// Where the rows are listed, below the checkout.
    static final Path LIST = Path.of("docs", "reference", "conformance", "administration.tsv");

    /// The table that is made of them, below the checkout.
    static final Path TABLE = Path.of("docs", "reference", "conformance.md");

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

    static Conformance of(List<Row> rows, List<Claim> claims) {
        Map<String, SortedSet<String>> tests = new TreeMap<>();
        claims.forEach(claim ->
                tests.computeIfAbsent(claim.row(), _ -> new TreeSet<>()).add(claim.test()));
        return new Conformance(rows, tests);
    }

    /// The claimed rows that the list does not have.
    Set<String> unknownRows() {
        Set<String> unknown = new TreeSet<>(tests.keySet());
        rows.forEach(row -> unknown.remove(row.id()));
        return unknown;
    }

    /// The table in Markdown.
    String markdown() {
        long proven = rows.stream().filter(row -> tests.containsKey(row.id())).count();
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                """
                                # Conformance: administration
                                What Sluice is to do for administrators, and the test that fails when it does not. The build makes
                                this file of [the list](conformance/administration.tsv) and the annotations `@Conforms` on tests, and
                                fails when it says otherwise; `—` is a row that no test proves yet.

                                **%d of %d rows are proven**, by %d tests.

                                | Row | What | Tests |
                                | --- | --- | --- |
                                """,
                                proven,
                                rows.size(),
                                tests.values().stream().flatMap(Set::stream).distinct().count()));
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
