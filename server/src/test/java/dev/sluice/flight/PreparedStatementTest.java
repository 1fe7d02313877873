// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.query.QueryRequest;
import dev.sluice.testkit.Conforms;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PreparedStatementTest {

    @Test
    void itsHandleIsAllThereIs() {
        PreparedStatement statement =
                new PreparedStatement(
                        "SELECT $a, $b", Map.of("a", 7L, "b", QueryRequest.NULL_PARAMETER));

        assertThat(PreparedStatement.parse(statement.handle())).isEqualTo(statement);
    }

    @Test
    @Conforms("D-115")
    void aHandleOfTheOlderFormIsTheText() {
        assertThat(PreparedStatement.parse(ByteString.copyFromUtf8("SELECT 'tü'")))
                .isEqualTo(new PreparedStatement("SELECT 'tü'", Map.of()));
        assertThat(PreparedStatement.parse(ByteString.copyFromUtf8("\n\u0001x")).text())
                .isEqualTo("\n\u0001x");
    }

    @Test
    void refusesAnythingElse() {
        for (byte[] handle : new byte[][] {{(byte) 0xFF, 2}, {(byte) 0xFF, 1, 7}, {(byte) 0x80}}) {
            assertThatThrownBy(() -> PreparedStatement.parse(ByteString.copyFrom(handle)))
                    .hasMessage("invalid prepared statement handle");
        }
    }
}
