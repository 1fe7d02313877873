// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.DatabaseName;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryRequest.Language;
import dev.sluice.testkit.Conforms;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTicketTest {

    @Test
    void readsWhatTheClientLibrariesSend() {
        assertThat(
                        parse(
                                """
                                {"database":"db","sql_query":"SELECT 1","query_type":"sql"}
                                """))
                .isEqualTo(
                        new FlightTicket.Text(
                                new DatabaseName("db"), "SELECT 1", Language.SQL, Map.of(), false));
    }

    @Test
    void sqlIsTheDefault() {
        assertThat(parse("{\"database\":\"db\",\"sql_query\":\"q\"}").language())
                .isEqualTo(Language.SQL);
    }

    @Test
    void knowsInfluxQl() {
        assertThat(
                        parse(
                                        "{\"database\":\"db\",\"sql_query\":\"q\","
                                                + "\"query_type\":\"influxql\"}")
                                .language())
                .isEqualTo(Language.INFLUXQL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "namespace_name", "bucket", "bucket-name"})
    @Conforms("D-105")
    void takesEachNameForTheDatabase(String member) {
        assertThat(parse("{\"" + member + "\":\"a/b\",\"sql_query\":\"q\"}").database().value())
                .isEqualTo("a/b");
    }

    @Test
    @Conforms("D-107")
    void readsParametersOfEveryType() {
        Map<String, Object> parameters =
                parse(
                                """
                                {"database":"db","sql_query":"q","params":
                                {"n":null,"b":true,"u":7,"i":-7,"f":1.5,"e":1e3,"s":"x",
                                "max":9223372036854775807,
                                "unsigned":18446744073709551615}}
                                """)
                        .parameters();

        assertThat(parameters)
                .containsOnly(
                        Map.entry("n", QueryRequest.NULL_PARAMETER),
                        Map.entry("b", true),
                        Map.entry("u", 7L),
                        Map.entry("i", -7L),
                        Map.entry("f", 1.5),
                        Map.entry("e", 1000.0),
                        Map.entry("s", "x"),
                        Map.entry("max", Long.MAX_VALUE),
                        Map.entry("unsigned", new BigInteger("18446744073709551615")));
    }

    @Test
    void knowsWhetherTheSystemSchemaIsShown() {
        assertThat(parse("{\"database\":\"db\",\"sql_query\":\"q\"}").debug()).isFalse();
        assertThat(parse("{\"database\":\"db\",\"sql_query\":\"q\",\"is_debug\":null}").debug())
                .isFalse();
        assertThat(parse("{\"database\":\"db\",\"sql_query\":\"q\",\"is_debug\":true}").debug())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "\"database\"",
                "{}",
                "{\"database\":\"db\"}",
                "{\"sql_query\":\"q\"}",
                "{\"database\":1,\"sql_query\":\"q\"}",
                "{\"database\":\"db\",\"sql_query\":1}",
                "{\"database\":\"db\",\"sql_query\":null}",
                "{\"database\":\"a\",\"bucket\":\"b\",\"sql_query\":\"q\"}",
                "{\"database\":\"a\",\"database\":\"b\",\"sql_query\":\"q\"}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"query_type\":\"flux\"}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"query_type\":1}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"params\":[]}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"params\":{\"a\":[]}}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"params\":{\"a\":{}}}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"params\":{\"a\":-9223372036854775809}}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"params\":{\"a\":18446744073709551616}}",
                "{\"database\":\"db\",\"sql_query\":\"q\",\"is_debug\":1}",
                "{\"database\":\"db\",\"sql_query\":\"q\"} x",
            })
    void refusesAnythingElse(String ticket) {
        assertThatThrownBy(() -> parse(ticket)).hasMessage("Invalid ticket. Error: Invalid ticket");
    }

    private static FlightTicket.Text parse(String ticket) {
        return JsonTicket.parse(ticket.getBytes(StandardCharsets.UTF_8));
    }
}
