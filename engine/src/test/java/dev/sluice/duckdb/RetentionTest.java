// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows older than the retention are seen by no query, in files and in the buffer alike (data.md
/// 7.8).
final class RetentionTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    @TempDir private Path directory;

    /// Rows 1 to 4, an hour apart, row 1 four hours ago: in one file, two files that share a point,
    /// and the buffer.
    private QueryFixture filled() throws IOException {
        QueryFixture db = QueryFixture.open(directory);
        db.file("t x=1 " + hoursAgo(4), "t x=2 " + hoursAgo(3));
        db.file("t x=2,y=2 " + hoursAgo(3));
        db.buffer("t x=3 " + hoursAgo(2), "t x=4 " + hoursAgo(1));
        return db;
    }

    private static long hoursAgo(int hours) {
        return QueryFixture.NOW.getEpochSecond() * 1_000_000_000L - hours * HOUR;
    }

    private static List<String> all(QueryFixture db) {
        return db.rows("SELECT x FROM t ORDER BY x");
    }

    @Test
    @Conforms("D-243")
    void aShorterRetentionHidesAtOnceAndALongerOneShowsWhatIsStillThere() throws IOException {
        try (QueryFixture db = filled()) {
            assertThat(all(db)).containsExactly("1.0", "2.0", "3.0", "4.0");

            db.retain(Duration.ofHours(2));
            assertThat(all(db)).containsExactly("3.0", "4.0");
            db.retain(Duration.ofHours(1).plusNanos(1));
            assertThat(all(db)).containsExactly("4.0");
            db.retain(Duration.ofHours(3));
            assertThat(all(db)).containsExactly("2.0", "3.0", "4.0");
            db.retain(Duration.ZERO);
            assertThat(all(db)).containsExactly("1.0", "2.0", "3.0", "4.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM t",
                "SELECT count(*) FROM t WHERE time < now()",
                "SELECT count(*) FROM t WHERE time >= '1970-01-01'",
                "WITH a AS (SELECT * FROM t) SELECT count(*) FROM a",
                "SELECT count(*) FROM (SELECT * FROM t UNION SELECT * FROM t) u",
                "SELECT count(*) FROM t a JOIN t b ON a.time = b.time",
                "SELECT (SELECT count(*) FROM t)"
            })
    @Conforms("D-242")
    void noFormOfQuerySeesWhatHasExpired(String sql) throws IOException {
        try (QueryFixture db = filled()) {
            db.retain(Duration.ofHours(2));

            assertThat(db.rows(sql)).containsExactly("2");
        }
    }

    @Test
    void theLongestRetentionHidesNothing() throws IOException {
        try (QueryFixture db = filled()) {
            db.retain(Duration.ofNanos(Long.MAX_VALUE));

            assertThat(all(db)).hasSize(4);
        }
    }

    @Test
    void filesAreInUseUntilTheQueryIsClosed() throws IOException {
        try (QueryFixture db = filled()) {
            try (ResultStream stream = db.open("SELECT x FROM t")) {
                assertThat(db.inUse.paths()).hasSize(2);
                while (stream.next()) {
                    assertThat(db.inUse.paths()).hasSize(2);
                }
                assertThat(db.inUse.paths()).hasSize(2);
            }
            assertThat(db.inUse.paths()).isEmpty();
        }
    }

    @Test
    void filesOfAQueryThatFailsAreNotInUse() throws IOException {
        try (QueryFixture db = filled()) {
            for (String sql : List.of("SELECT nothing FROM t", "SELECT x FROM t, none")) {
                assertThatThrownBy(() -> db.open(sql)).isInstanceOf(ProblemException.class);
                assertThat(db.inUse.paths()).as(sql).isEmpty();
            }
        }
    }
}
