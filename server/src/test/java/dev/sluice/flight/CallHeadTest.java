// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.query.QueryRequest.Language;
import dev.sluice.query.ScanLimits;
import dev.sluice.testkit.Conforms;
import org.apache.arrow.flight.FlightCallHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The headers of data.md 4.2.
final class CallHeadTest {

    /// @param pairs names and values in turns
    private static CallHead head(String... pairs) {
        FlightCallHeaders headers = new FlightCallHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.insert(pairs[i], pairs[i + 1]);
        }
        return CallHead.of(headers);
    }

    @Test
    void saysTheUsualWhereThereIsNone() {
        CallHead head = head();

        assertThat(head.authorization()).isEmpty();
        assertThat(head.debug()).isFalse();
        assertThat(head.baseTableType()).isEqualTo("BASE TABLE");
        assertThat(head.language()).isEqualTo(Language.SQL);
        assertThat(head.limits()).isEqualTo(ScanLimits.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "bucket", "bucket-name", "iox-namespace-name"})
    @Conforms("D-112")
    void eachNameIsTheDatabase(String name) {
        assertThat(head(name, "a/b").requireDatabase().value()).isEqualTo("a/b");
        assertThat(head(name, "a", "database", "a").requireDatabase().value()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "bucket", "bucket-name", "iox-namespace-name"})
    @Conforms("D-112")
    void twoDatabasesAreRefused(String name) {
        CallHead head = head("database", "a", name, "b");

        assertThatThrownBy(head::requireDatabase)
                .hasMessage(
                        "the headers database, bucket, bucket-name, iox-namespace-name name"
                                + " different databases");
    }

    @Test
    @Conforms("D-112")
    void noDatabaseIsRefused() {
        assertThatThrownBy(() -> head().requireDatabase())
                .hasMessage("no 'database' header in request");
        assertThatThrownBy(() -> head("database", "no name").requireDatabase())
                .hasMessageContaining("invalid character");
    }

    @ParameterizedTest
    @CsvSource({
        "1,true",
        "on,true",
        "y,true",
        "YES,true",
        "t,true",
        "True,true",
        "0,false",
        "no,false",
        "'',false"
    })
    void debugHasSixSpellings(String value, boolean debug) {
        assertThat(head("iox-debug", value).debug()).isEqualTo(debug);
    }

    @Test
    void readsTheOthers() {
        CallHead head =
                head(
                        "x-influxdata-base-table-type", "TABLE",
                        "x-influxdata-query-language", "InfluxQL",
                        "x-influxdata-partition-limit", "3",
                        "x-influxdata-parquet-file-limit", "4");

        assertThat(head.baseTableType()).isEqualTo("TABLE");
        assertThat(head.language()).isEqualTo(Language.INFLUXQL);
        assertThat(head.limits()).isEqualTo(new ScanLimits(3, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "x-influxdata-base-table-type,VIEW",
        "x-influxdata-query-language,flux",
        "x-influxdata-partition-limit,many",
        "x-influxdata-partition-limit,-1",
        "x-influxdata-parquet-file-limit,2147483648",
    })
    void refusesWhatAHeaderCannotBe(String name, String value) {
        assertThatThrownBy(() -> head(name, value))
                .hasMessageStartingWith("header '" + name + "' is '" + value + "'; it can be ");
    }

    @ParameterizedTest
    @CsvSource({
        "traceparent,00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,0af7651916cd43dd8448eb211c80319c",
        "uber-trace-id,1234abcd:5678:0:1,1234abcd",
        "traceparent,x,",
        "uber-trace-id,1234abcd,",
        "traceparent,00-'a-b-c,",
    })
    void takesTheIdOfTheTrace(String name, String value, String id) {
        assertThat(head(name, value).traceId()).isEqualTo(id);
    }
}
