// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import dev.sluice.sqlpeer.Postgres;
import dev.sluice.sqlpeer.RandomStatements;
import dev.sluice.sqlpeer.Rows;
import dev.sluice.sqlpeer.SampleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same points and the same queries, here and in a real PostgreSQL: the rows are the same,
/// whether points are in the buffer, in files, in both, or in files that were merged.
///
/// `-Dsluice.queries=` asks more than [#QUERIES], `-Dseed=` the same ones again.
final class SqlDifferentialTest {
    /// Of the points and queries that every build asks; larger runs have another each time.
    private static final long SEED = 4;

    private static final int QUERIES = 240;

    /// What is asked of the same points.
    private static final int QUERIES_PER_ROUND = 80;

    /// A leap day, the first days of the epoch, and the turn of a year.
    private static final List<LocalDate> DAYS =
            List.of(
                    LocalDate.of(2024, 2, 28),
                    LocalDate.of(1969, 12, 31),
                    LocalDate.of(2024, 12, 30));

    @TempDir private Path directory;
    private final List<String> differences = new ArrayList<>();
    private int refused;
    private int sliced;

    @Test
    void answersAsPostgresDoes() throws Exception {
        boolean more = System.getProperty("sluice.queries") != null;
        long seed = Long.getLong("seed", more ? System.nanoTime() : SEED);
        int queries = Integer.getInteger("sluice.queries", QUERIES);
        System.out.println("SqlDifferentialTest seed " + seed + ", " + queries + " queries");
        Random random = new Random(seed);
        try (Postgres postgres = Postgres.start()) {
            for (int asked = 0, round = 0; asked < queries; round++) {
                int share = Math.min(QUERIES_PER_ROUND, queries - asked);
                compare(random, DAYS.get(round % DAYS.size()), round, share, postgres);
                asked += share;
            }
        }
        System.out.println(sliced + " answers without the engine, " + refused + " not taken there");
        assertThat(differences).as("seed " + seed).isEmpty();
        assertThat(refused).as("queries that PostgreSQL did not take").isLessThan(queries / 20);
        assertThat(sliced).as("answers without the engine").isPositive();
    }

    /// Where points are when they are asked for.
    private enum Layout {
        BUFFER,
        FILES,
        BOTH,
        MERGED;

        QueryFixture open(Path directory, List<List<String>> batches) throws IOException {
            QueryFixture db = QueryFixture.open(Files.createDirectories(directory));
            if (this == MERGED) {
                db.files(batches.stream().flatMap(List::stream).toArray(String[]::new));
                return db;
            }
            for (int i = 0; i < batches.size(); i++) {
                String[] lines = batches.get(i).toArray(String[]::new);
                if (this == FILES || (this == BOTH && i < batches.size() / 2)) {
                    db.files(lines);
                } else {
                    db.buffer(lines);
                }
            }
            return db;
        }
    }

    private void compare(Random random, LocalDate from, int round, int queries, Postgres postgres)
            throws IOException, SQLException {
        SampleTables tables = new SampleTables(random, from);
        List<List<String>> batches = tables.batches();
        postgres.fill(tables);
        Map<Layout, QueryFixture> databases = new EnumMap<>(Layout.class);
        try {
            for (Layout layout : Layout.values()) {
                databases.put(
                        layout, layout.open(directory.resolve(round + "-" + layout), batches));
            }
            RandomStatements statements = new RandomStatements(random, from);
            for (int i = 0; i < queries; i++) {
                compare(statements.next(), databases, postgres);
            }
        } finally {
            databases.values().forEach(QueryFixture::close);
        }
    }

    private void compare(
            RandomStatements.Statement statement,
            Map<Layout, QueryFixture> databases,
            Postgres postgres) {
        List<List<@Nullable Object>> theirs;
        try {
            theirs = postgres.rows(statement.sql().theirs());
        } catch (SQLException _) {
            // Types that it cannot tell, and numbers that are too large for it.
            refused++;
            return;
        }
        databases.forEach((layout, db) -> {
            String difference = difference(db, statement, theirs);
            sliced += !db.plans.isEmpty() && db.plans.getLast().slice() != null ? 1 : 0;
            db.plans.clear();
            if (!difference.isEmpty()) {
                differences.add(
                        "%s: %s%n  ours   %s%n  theirs %s"
                                .formatted(
                                        layout,
                                        difference,
                                        statement.sql().ours(),
                                        statement.sql().theirs()));
            }
        });
    }

    private static String difference(
            QueryFixture db,
            RandomStatements.Statement statement,
            List<List<@Nullable Object>> theirs) {
        try {
            return Rows.difference(rows(db, statement.sql().ours()), theirs, statement.ordered());
        } catch (ProblemException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static List<List<@Nullable Object>> rows(QueryFixture db, String query) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ResultStream stream = db.open(query)) {
            while (stream.next()) {
                for (int row = 0; row < stream.root().getRowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (FieldVector vector : stream.root().getFieldVectors()) {
                        values.add(vector.getObject(row));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }
}
