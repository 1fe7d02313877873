// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The table of functions in `docs/reference/sql.md` is the one that the code has. With
/// `-Dgolden=update` it is written again.
final class SqlReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "sql.md");
    private static final String START = "<!-- functions -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void listsEveryFunction() throws IOException {
        String text = Files.readString(REFERENCE);
        int start = text.indexOf(START) + START.length();
        int end = text.indexOf(END);
        String expected = text.substring(0, start) + table() + text.substring(end);
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(REFERENCE, expected);
        }

        assertThat(Files.readString(REFERENCE)).isEqualTo(expected);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| Family | Functions |\n| --- | --- |\n");
        for (Map.Entry<String, List<String>> family : SqlFunctions.inventory().entrySet()) {
            table.append("| ").append(family.getKey()).append(" | `");
            table.append(String.join("` `", family.getValue())).append("` |\n");
        }
        return table.toString();
    }
}
