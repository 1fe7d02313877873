// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.testkit.Conforms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies of databases, byte for byte.
final class DatabaseCodecTest {
    private static final DatabaseBody PLANT =
            new DatabaseBody(7, "plant/7d", 120, 60, 604_800_000_000_000L);
    private static final ClusterIds IDS = new ClusterIds(new UUID(1, 2), new UUID(3, 4));

    private static NewDatabase readNew(String json) {
        return DatabaseCodec.readNew(json.getBytes(UTF_8));
    }

    @Test
    void writesDatabase() {
        assertThat(new String(DatabaseCodec.write(PLANT, null), UTF_8))
                .isEqualTo(
                        "{\"id\":7,\"name\":\"plant/7d\",\"maxTables\":120,"
                                + "\"maxColumnsPerTable\":60,\"retentionPeriod\":604800000000000}");
    }

    @Test
    void writesDatabaseInAccountForm() {
        assertThat(new String(DatabaseCodec.write(PLANT, IDS), UTF_8))
                .isEqualTo(
                        "{\"accountId\":\"00000000-0000-0001-0000-000000000002\","
                                + "\"clusterId\":\"00000000-0000-0003-0000-000000000004\","
                                + "\"id\":7,\"name\":\"plant/7d\",\"maxTables\":120,"
                                + "\"maxColumnsPerTable\":60,\"retentionPeriod\":604800000000000}");
    }

    @Test
    void writesEmptyList() {
        assertThat(new String(DatabaseCodec.writeList(List.of(), IDS), UTF_8)).isEqualTo("[]");
    }

    @Test
    void readsWhatItWrites() {
        assertThat(DatabaseCodec.read(DatabaseCodec.write(PLANT, IDS))).isEqualTo(PLANT);
        assertThat(DatabaseCodec.readList(DatabaseCodec.writeList(List.of(PLANT, PLANT), null)))
                .containsExactly(PLANT, PLANT);
        NewDatabase request = new NewDatabase("a", 1, 2, 3);
        assertThat(DatabaseCodec.readNew(DatabaseCodec.writeNew(request))).isEqualTo(request);
    }

    @Test
    @Conforms("A-148")
    void fillsInDefaults() {
        assertThat(readNew("{\"name\":\"a\"}")).isEqualTo(new NewDatabase("a", 500, 200, 0));
    }

    @Test
    void takesNullForAbsence() {
        assertThat(
                        readNew(
                                "{\"name\":\"a\",\"maxTables\":null,\"maxColumnsPerTable\":null,"
                                        + "\"retentionPeriod\":null,\"partitionTemplate\":null}"))
                .isEqualTo(NewDatabase.of("a"));
    }

    @Test
    @Conforms("A-154")
    void takesEmptyTemplateForAbsence() {
        assertThat(readNew("{\"name\":\"a\",\"partitionTemplate\":[]}"))
                .isEqualTo(NewDatabase.of("a"));
    }

    @Test
    void carriesATemplateBothWays() {
        NewDatabase request =
                new NewDatabase(
                        "a",
                        1,
                        2,
                        3,
                        new PartitionTemplate(
                                List.of(
                                        new TemplatePart.Tag("room"),
                                        new TemplatePart.Bucket("host", 250),
                                        new TemplatePart.Time(new TimeFormat("%Y-%m")))));

        assertThat(DatabaseCodec.readNew(DatabaseCodec.writeNew(request))).isEqualTo(request);
    }

    @Test
    void carriesOnlyTheLimitsThatAreGiven() {
        DatabaseUpdate update = new DatabaseUpdate(null, 7, 0L);

        assertThat(new String(DatabaseCodec.writeUpdate(update), StandardCharsets.UTF_8))
                .isEqualTo("{\"maxColumnsPerTable\":7,\"retentionPeriod\":0}");
        assertThat(DatabaseCodec.readUpdate(DatabaseCodec.writeUpdate(update))).isEqualTo(update);
    }

    @Test
    void ignoresUnknownMembers() {
        assertThat(readNew("{\"name\":\"a\",\"colour\":{\"x\":[1]}}"))
                .isEqualTo(NewDatabase.of("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name is required",
                "{\"name\":null}|name is required",
                "{\"name\":1}|name must be a string",
                "{\"name\":\"a\",\"maxTables\":\"5\"}|maxTables must be a 32-bit integer",
                "{\"name\":\"a\",\"maxTables\":2147483648}|maxTables must be a 32-bit integer",
                "{\"name\":\"a\",\"maxTables\":1.5}|maxTables must be a 32-bit integer",
                "{\"name\":\"a\",\"maxColumnsPerTable\":true}"
                        + "|maxColumnsPerTable must be a 32-bit integer",
                "{\"name\":\"a\",\"retentionPeriod\":9223372036854775808}"
                        + "|retentionPeriod must be a 64-bit integer",
                "{\"name\":\"a\",\"partitionTemplate\":{}}|partitionTemplate must be an array",
                "{\"name\":\"a\",\"partitionTemplate\":[{\"type\":\"day\",\"value\":\"%Y\"}]}"
                        + "|partitionTemplate[0].type must be tag, bucket or time, not \"day\"",
                "[]|the body must be a JSON object",
                "null|the body must be a JSON object"
            })
    void refusesWrongBody(String json, String message) {
        assertThatThrownBy(() -> readNew(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(Problem.Kind.INVALID, "invalid_body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"name\":\"a\"} x", "{\"name\":\"a\",\"name\":\"b\"}", "{'a':1}"})
    void refusesTextThatIsNotJson(String text) {
        assertThatThrownBy(() -> readNew(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageMatching(
                        "the body (is empty, expected JSON|cannot be read as JSON at line 1, column"
                                + " \\d+)");
    }
}
