// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.query.ScanSize;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that hold no row of a query are passed over, and what is read of the others is told.
final class PruningTest {
    private static final PartitionTemplate BY_ROOM =
            new PartitionTemplate(
                    List.of(
                            new TemplatePart.Tag("room"),
                            new TemplatePart.Bucket("host", 50),
                            new TemplatePart.Time(new TimeFormat("%Y-%m-%d"))));

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    ; 4; 1.0 2.0 3.0 4.0
                    WHERE room = 'a'; 2; 1.0 2.0
                    WHERE 'a' = room; 2; 1.0 2.0
                    WHERE room = 'a' AND host = 'Kitchen'; 1; 1.0
                    WHERE host IN ('Kitchen', 'no'); 1; 1.0
                    WHERE room = 'a' OR room = 'b'; 3; 1.0 2.0 3.0
                    WHERE (room = 'a' OR room = 'b') AND room = 'b'; 1; 3.0
                    WHERE room = 'a' OR x > 3; 4; 1.0 2.0 4.0
                    WHERE room = 'nowhere'; 0; ''
                    WHERE room <> 'a'; 4; 3.0
                    WHERE room IS NULL; 4; 4.0
                    WHERE room = host; 4; ''
                    WHERE time >= '1970-01-02'; 1; 4.0
                    """)
    @Conforms("D-237")
    void passesOverPartitions(String where, int files, String expected) throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.table("t", BY_ROOM)
                    .files(
                            "t,room=a,host=Kitchen x=1 1",
                            "t,room=a,host=Living\\ Room x=2 2",
                            "t,room=b x=3 3",
                            "t x=4 86400000000000");

            List<String> rows =
                    db.rows("SELECT x FROM t " + (where == null ? "" : where) + " ORDER BY x");

            assertThat(String.join(" ", rows)).isEqualTo(expected);
            assertThat(db.scanned()).isEqualTo(new ScanSize(files, files, 0));
        }
    }

    @Test
    void believesNoConditionOfAnotherRelation() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.table("t", BY_ROOM).files("t,room=a x=1 1", "t,room=b x=2 2");
            db.table("u", BY_ROOM).files("u,room=a y=1 1", "u,room=b y=2 2");

            assertThat(db.rows("SELECT t.x, u.y FROM t CROSS JOIN u WHERE t.room = 'a' ORDER BY y"))
                    .containsExactly("1.0|1.0", "1.0|2.0");
            assertThat(db.scanned()).isEqualTo(new ScanSize(3, 3, 0));
        }
    }

    @Test
    void doesNotTakeAFieldForTheTagThatATemplateNames() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.table("t", BY_ROOM).files("t room=\"a\" 1");

            assertThat(db.rows("SELECT room FROM t WHERE room = 'a'")).containsExactly("a");
        }
    }

    @Test
    void countsFilesOfOnePartitionOnce() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.files("t x=1 1").files("t x=2 2").files("t x=3 86400000000000");

            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("3");
            assertThat(db.scanned()).isEqualTo(new ScanSize(2, 3, 0));
        }
    }

    @Test
    void readsColumnsByTheNamesThatTheyHaveInFiles() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            String all = "t,Tag=a,tag=b Time=1,time2=\"s\",quo\"te=3u,user=true,i=-5i 7";
            db.files(all);

            assertThat(
                            db.rows(
                                    "SELECT \"Tag\", tag, \"Time\", time2, \"quo\"\"te\", \"user\", i, time::BIGINT FROM t"))
                    .containsExactly("a|b|1.0|s|3|true|-5|7");
            assertThat(db.plans.getLast().sql()).doesNotContain("schema =");

            // A later column: the first file lacks it.
            db.files("t,TAG=c x=1 8");

            assertThat(db.rows("SELECT tag, \"TAG\", x, i FROM t ORDER BY time"))
                    .containsExactly("b|null|null|-5", "null|c|1.0|null");
            assertThat(db.plans.getLast().sql()).doesNotContain("schema =");
        }
    }
}
