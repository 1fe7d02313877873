// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The SHOW statements (data.md 6.12).
final class InfluxqlShowTest {
    private static InfluxqlFixture db;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        db = InfluxqlFixture.open(directory);
        db.database()
                .file(
                        at("cpu,host=a,region=eu usage=1,n=1i,u=1u,s=\"x\",b=true", 2),
                        at("cpu,host=b usage=1", 1))
                .buffer(
                        at("cpu,host=old usage=1", 48),
                        at("mem,host=c used=1", 1),
                        at("disk,path=/ free=1", 48));
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @ParameterizedTest
    @Conforms("D-219")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    ; cpu disk mem
                    LIMIT 1; cpu
                    LIMIT 1 OFFSET 1; disk
                    OFFSET 2; mem
                    OFFSET 0; cpu disk mem
                    WITH MEASUREMENT = mem; mem
                    WITH MEASUREMENT = nope;
                    WITH MEASUREMENT =~ /m|d/; disk mem
                    WHERE host = 'c'; mem
                    WHERE host =~ /./; cpu mem
                    WHERE path = '/';
                    WHERE path = '/' AND time > now() - 3d; disk
                    WHERE host = 'nope';
                    WITH MEASUREMENT =~ /cpu|mem/ WHERE host = 'a'; cpu
                    """)
    void measurements(String tail, String names) {
        assertThat(String.join(" ", db.rows("SHOW MEASUREMENTS " + text(tail))))
                .isEqualTo(text(names));
    }

    @Test
    @Conforms("D-219")
    void measurementsAreOneSeries() {
        assertThat(db.ask("SHOW MEASUREMENTS LIMIT 1"))
                .containsExactly("measurements{} name", "cpu");
    }

    @Test
    @Conforms("D-220")
    void tagKeys() {
        assertThat(db.ask("SHOW TAG KEYS"))
                .containsExactly(
                        "cpu{} tagKey",
                        "host",
                        "region",
                        "disk{} tagKey",
                        "path",
                        "mem{} tagKey",
                        "host");
        assertThat(db.rows("SHOW TAG KEYS FROM cpu LIMIT 1 OFFSET 1")).containsExactly("region");
        assertThat(db.rows("SHOW TAG KEYS FROM /^m/, disk")).containsExactly("path", "host");
        assertThat(db.rows("SHOW TAG KEYS WHERE host = 'b'")).containsExactly("host");
        assertThat(db.rows("SHOW TAG KEYS WHERE time > now() - 90m"))
                .containsExactly("host", "host");
    }

    @Test
    @Conforms("D-220")
    void fieldKeysWithTheirTypes() {
        assertThat(db.ask("SHOW FIELD KEYS"))
                .containsExactly(
                        "cpu{} fieldKey fieldType",
                        "b boolean",
                        "n integer",
                        "s string",
                        "u unsigned",
                        "usage float",
                        "disk{} fieldKey fieldType",
                        "free float",
                        "mem{} fieldKey fieldType",
                        "used float");
        assertThat(db.rows("SHOW FIELD KEYS FROM cpu LIMIT 1 OFFSET 1"))
                .containsExactly("n integer");
    }

    @ParameterizedTest
    @Conforms("D-221")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    WITH KEY = host; cpu:host=a cpu:host=b mem:host=c
                    WITH KEY != host; cpu:region=eu
                    WITH KEY =~ /ho|re/; cpu:host=a cpu:host=b cpu:region=eu mem:host=c
                    WITH KEY !~ /host|path/; cpu:region=eu
                    WITH KEY IN (host, path); cpu:host=a cpu:host=b mem:host=c
                    WITH KEY = path;
                    WITH KEY = path WHERE time > now() - 3d; disk:path=/
                    WITH KEY = host WHERE time < now() - 1d; cpu:host=old
                    WITH KEY = host LIMIT 1; cpu:host=a mem:host=c
                    WITH KEY IN (host, region) LIMIT 1; cpu:host=a cpu:region=eu mem:host=c
                    WITH KEY = host OFFSET 1; cpu:host=b
                    WITH KEY = host WHERE region = 'eu'; cpu:host=a
                    WITH KEY = nope;
                    """)
    void tagValues(String tail, String values) {
        StringBuilder found = new StringBuilder();
        String series = "";
        for (String line : db.ask("SHOW TAG VALUES " + tail)) {
            if (line.contains("{")) {
                series = line.substring(0, line.indexOf('{'));
                assertThat(line).endsWith("{} key value");
            } else {
                found.append(' ').append(series).append(':').append(line.replace(' ', '='));
            }
        }
        assertThat(found.toString().strip()).isEqualTo(text(values));
    }

    @Test
    @Conforms("D-221")
    void tagValuesOfSomeMeasurements() {
        assertThat(db.rows("SHOW TAG VALUES FROM mem WITH KEY = host")).containsExactly("host c");
    }

    @Test
    void theDatabaseAndItsPolicy() {
        String name = db.database().grant().database().value();
        assertThat(db.ask("SHOW DATABASES")).containsExactly("databases{} name", name);
        assertThat(db.ask("SHOW RETENTION POLICIES ON \"" + name + '"'))
                .containsExactly(
                        "retention_policies{} name duration shardGroupDuration replicaN default",
                        "autogen 0s 168h0m0s 1 true");
    }

    @Test
    void noOtherDatabase() {
        for (String statement :
                List.of(
                        "SHOW MEASUREMENTS ON other",
                        "SHOW TAG KEYS ON other",
                        "SHOW FIELD KEYS ON other",
                        "SHOW TAG VALUES ON other WITH KEY = host",
                        "SHOW TAG KEYS FROM other..cpu",
                        "SHOW RETENTION POLICIES ON other")) {
            assertThatThrownBy(() -> db.ask(statement))
                    .as(statement)
                    .hasMessage("This feature is not implemented: SHOW of another database");
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String at(String line, int hoursAgo) {
        return line
                + " "
                + QueryFixture.NOW.minus(Duration.ofHours(hoursAgo)).getEpochSecond()
                + "000000000";
    }
}
