// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.query.sql.SqlFunctions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlFactsTest {

    @Test
    void namesNoFunctionThatMayNotBeCalled() {
        List<String> callable =
                SqlFunctions.inventory().values().stream().flatMap(List::stream).toList();
        for (List<String> functions : List.of(SqlFacts.NUMERIC, SqlFacts.STRING, SqlFacts.SYSTEM)) {
            assertThat(callable).containsAll(functions);
            assertThat(functions).isSorted();
        }
    }

    @Test
    void knowsNoFactThatItWasNotTold() {
        assertThat(new SqlFacts("1").known(List.of(0, 99_999, 0, 3))).containsExactly(0, 3);
    }
}
