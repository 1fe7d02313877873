// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Header fields for `--trace`: of those that are known to be harmless the values too, of all
/// others the names alone, since headers carry credentials (admin.md 3.1).
final class HarmlessFields {
    private static final Set<String> SHOWN =
            Set.of(
                    "accept",
                    "cache-control",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "grpc-encoding",
                    "iox-debug",
                    "retry-after",
                    "server",
                    "user-agent",
                    "x-request-id");

    /// How the names of a query's figures begin (data.md 4.7).
    private static final String FIGURE = "x-influxdata-";

    private HarmlessFields() {}

    /// The fields, each in a line that begins with a line feed and `mark`.
    static String text(String mark, Map<String, List<String>> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean shown = SHOWN.contains(lower) || lower.startsWith(FIGURE);
            text.append('\n')
                    .append(mark)
                    .append(' ')
                    .append(name)
                    .append(": ")
                    .append(shown ? String.join(", ", values) : "(not shown)");
        });
        return text.toString();
    }
}
