// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of the peers, as they sent it.
final class PeerAnswersTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String QUESTDB =
            """
            {"query":"SELECT ...","columns":[{"name":"timestamp","type":"TIMESTAMP"},
             {"name":"hostname","type":"SYMBOL"},{"name":"usage_user","type":"LONG"}],
             "timestamp":0,"dataset":[["2016-01-01T00:00:10.000000Z","host_1",58],
             ["2016-01-01T00:00:20.123456Z","host_1",null]],"count":2}
            """;

    private static final String INFLUXDB =
            """
            {"results":[{"statement_id":0,"series":[{"name":"cpu","tags":{"hostname":"host_1"},
             "columns":["time","usage_user"],
             "values":[[1451606400000000000,null],[1451606460000000000,58.5]]}]}]}
            """;

    private static final String TAG_VALUES =
            """
            {"results":[{"statement_id":0,"series":[{"name":"cpu","columns":["key","value"],
             "values":[["hostname","host_0"],["hostname","host_1"]]}]}]}
            """;

    @Test
    void readsQuestDb() {
        List<?> rows = PeerAnswers.questDb(MAPPER.readTree(QUESTDB)).rows();

        assertThat(rows)
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "time",
                                        1_451_606_410_000_000_000L,
                                        "hostname",
                                        "host_1",
                                        "usage_user",
                                        58.0),
                                Map.of("time", 1_451_606_420_123_456_000L, "hostname", "host_1")));
    }

    @Test
    void readsInfluxDbWithoutTheGapsThatItFills() {
        List<?> rows = PeerAnswers.influxDb(MAPPER.readTree(INFLUXDB)).rows();

        assertThat(rows)
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "time",
                                        1_451_606_460_000_000_000L,
                                        "hostname",
                                        "host_1",
                                        "usage_user",
                                        58.5)));
    }

    @Test
    void readsTagValues() {
        List<?> rows = PeerAnswers.influxDb(MAPPER.readTree(TAG_VALUES)).rows();

        assertThat(rows)
                .isEqualTo(List.of(Map.of("hostname", "host_0"), Map.of("hostname", "host_1")));
    }

    @Test
    void errorInAnAnswerIsNoAnswer() {
        assertThatThrownBy(() ->
                        PeerAnswers.influxDb(
                                MAPPER.readTree(
                                        "{\"results\":[{\"statement_id\":0,\"error\":\"no\"}]}")))
                .hasMessageContaining("\"error\":\"no\"");
    }
}
