// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryRequest.Language;
import dev.sluice.testkit.Conforms;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.junit.jupiter.api.Test;

/// The native forms of tickets (data.md 4.3).
final class FlightTicketTest {
    private static final ByteString COMMAND =
            Any.pack(CommandStatementQuery.newBuilder().setQuery("SELECT 1").build())
                    .toByteString();

    private static ReadInfo info(String text, ReadInfo.Kind kind, ByteString command) {
        return new ReadInfo("db", text, kind, command, false, Map.of());
    }

    @Test
    @Conforms("D-108")
    void readsWhatTheReferenceWrites() {
        // database: "db", sql_query: "q", query_type: INFLUXQL, is_debug: true,
        // params: {name: "a", int64: -2}, and a member that nobody knows.
        byte[] message = {
            0x0a,
            2,
            'd',
            'b',
            0x12,
            1,
            'q',
            0x18,
            2,
            0x28,
            1,
            0x32,
            14,
            0x0a,
            1,
            'a',
            0x28,
            (byte) 0xfe,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            1,
            0x78,
            5
        };

        assertThat(FlightTicket.parse(message))
                .isEqualTo(
                        new FlightTicket.Text(
                                new DatabaseName("db"),
                                "q",
                                Language.INFLUXQL,
                                Map.of("a", -2L),
                                true));
    }

    @Test
    void readsParametersOfEveryType() {
        Map<String, Object> parameters =
                Map.of(
                        "n",
                        QueryRequest.NULL_PARAMETER,
                        "b",
                        true,
                        "l",
                        Long.MIN_VALUE,
                        "u",
                        new BigInteger("18446744073709551615"),
                        "f",
                        -0.5,
                        "s",
                        "tü",
                        "t",
                        Instant.parse("1969-12-31T23:59:59.123456789Z"));
        ReadInfo info =
                new ReadInfo("db", "q", ReadInfo.Kind.SQL, ByteString.EMPTY, false, parameters);

        assertThat(FlightTicket.parse(info.toTicket()))
                .isEqualTo(
                        new FlightTicket.Text(
                                new DatabaseName("db"), "q", Language.SQL, parameters, false));
    }

    @Test
    void aKindThatSaysNothingIsSql() {
        assertThat(
                        FlightTicket.parse(
                                info("q", ReadInfo.Kind.UNSPECIFIED, ByteString.EMPTY).toTicket()))
                .isInstanceOfSatisfying(
                        FlightTicket.Text.class,
                        text -> assertThat(text.language()).isEqualTo(Language.SQL));
    }

    @Test
    void readsACommand() {
        assertThat(FlightTicket.parse(info("", ReadInfo.Kind.COMMAND, COMMAND).toTicket()))
                .isInstanceOfSatisfying(
                        FlightTicket.Command.class,
                        command ->
                                assertThat(SqlCommand.of(command.command()))
                                        .isEqualTo(new SqlCommand.Statement("SELECT 1")));
    }

    @Test
    @Conforms("D-109")
    void textAndCommandExcludeEachOther() {
        for (ReadInfo info :
                new ReadInfo[] {
                    info("q", ReadInfo.Kind.COMMAND, COMMAND),
                    info("q", ReadInfo.Kind.SQL, COMMAND),
                    info("", ReadInfo.Kind.SQL, COMMAND),
                    info("", ReadInfo.Kind.SQL, ByteString.EMPTY),
                    info("", ReadInfo.Kind.COMMAND, ByteString.EMPTY),
                    info("q", ReadInfo.Kind.COMMAND, ByteString.EMPTY)
                }) {
            assertInvalid(info.toTicket());
            assertInvalid(info.toBytes().toByteArray());
        }
    }

    @Test
    @Conforms("D-109")
    void anotherMessageIsNoTicket() {
        assertInvalid(COMMAND.toByteArray());
        assertInvalid(
                Any.newBuilder()
                        .setTypeUrl(ReadInfo.TYPE_URL)
                        .setValue(ByteString.copyFromUtf8("{}"))
                        .build()
                        .toByteArray());
    }

    @Test
    void noBytesBringItDown() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] good = info("SELECT 1", ReadInfo.Kind.SQL, ByteString.EMPTY).toTicket();
        for (int i = 0; i < 20_000; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int start = random.nextInt(good.length);
            bytes.write(good, start, random.nextInt(good.length - start + 1));
            byte[] more = new byte[random.nextInt(8)];
            random.nextBytes(more);
            bytes.writeBytes(more);
            try {
                assertThat(FlightTicket.parse(bytes.toByteArray())).isNotNull();
            } catch (ProblemException refused) {
                assertThat(refused.problem().kind())
                        .as("seed %s, round %s", seed, i)
                        .isEqualTo(Problem.Kind.INVALID);
            }
        }
    }

    private static void assertInvalid(byte[] ticket) {
        assertThatThrownBy(() -> FlightTicket.parse(ticket))
                .as(new String(ticket, StandardCharsets.ISO_8859_1))
                .hasMessage("Invalid ticket. Error: Invalid ticket");
    }
}
