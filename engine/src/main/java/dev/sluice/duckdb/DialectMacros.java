// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.util.List;
import java.util.stream.Stream;

/// The functions of the dialect that the engine lacks or has with another meaning, as macros.
/// `SqlFunctions` and `TimeFunctions` in `dev.sluice.query.sql` decide who may call them.
final class DialectMacros {
    /// In the order of making; each uses those before it.
    static final List<String> STATEMENTS =
            Stream.of(
                            TimeMacros.STATEMENTS,
                            AggregateMacros.STATEMENTS,
                            ValueMacros.STATEMENTS,
                            ListMacros.STATEMENTS,
                            InfluxqlMacros.STATEMENTS)
                    .flatMap(List::stream)
                    .toList();

    private DialectMacros() {}

    /// A macro, with more versions of it for other types of arguments: each a list of parameters
    /// and a body.
    static String macro(String signature, String body, String... versions) {
        StringBuilder statement =
                new StringBuilder("CREATE MACRO ").append(signature).append(" AS ").append(body);
        for (int i = 0; i < versions.length; i += 2) {
            statement.append(", ").append(versions[i]).append(" AS ").append(versions[i + 1]);
        }
        return statement.toString();
    }
}
