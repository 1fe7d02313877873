// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scans give the columns that a query names, and points stay apart by tags that it does not name.
final class NamedColumnsTest {
    @TempDir private Path directory;

    @Test
    void asksForNoColumnThatTheQueryDoesNotName() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a,m=b x=1,y=1i,s=\"one\" 1");

            assertThat(db.rows("SELECT max(x) FROM t WHERE y > 0")).containsExactly("1.0");
            assertThat(db.plans.getLast().sql()).contains("\"x\"", "\"y\"").doesNotContain("\"s\"");
            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("1");
            assertThat(db.plans.getLast().sql()).doesNotContain("\"x\"");
        }
    }

    @Test
    void pointsAreToldApartByTagsThatTheQueryDoesNotName() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a,m=b x=1 1", "t,k=a,m=c x=2 1").files("t,k=a,m=b x=3 1");
            db.buffer("t,k=a,m=c x=4 1", "t,k=d x=5 1");

            assertThat(db.rows("SELECT x FROM t ORDER BY x")).containsExactly("3.0", "4.0", "5.0");
            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("3");
            assertThat(db.rows("SELECT sum(x) FROM t AS u WHERE u.k = 'a'")).containsExactly("7.0");
        }
    }

    @Test
    void aStarNamesAll() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t,k=a x=1,y=2i 1");

            assertThat(db.rows("SELECT u.* FROM t AS u"))
                    .isEqualTo(db.rows("SELECT k, time, x, y FROM t"));
            assertThat(db.rows("SELECT y FROM (SELECT * FROM t) AS u")).containsExactly("2");
            assertThat(db.rows("WITH u AS (TABLE t) SELECT y FROM u")).containsExactly("2");
            assertThat(db.rows("SELECT y FROM t NATURAL JOIN (SELECT k, y AS x FROM t) AS u"))
                    .isEmpty();
            assertThat(db.rows("SELECT a.y FROM t AS a JOIN t AS b USING (k)"))
                    .containsExactly("2");
        }
    }
}
