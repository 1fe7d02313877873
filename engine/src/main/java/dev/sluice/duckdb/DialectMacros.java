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

    /// A macro, with more versions of it for other numbers of arguments: each a list of parameters
    /// and a body.
    ///
    /// None is chosen by a type. The engine would choose before it looks at aggregates, windows,
    /// subqueries and `unnest`, whose types it does not know by then; so bodies go [#byType].
    static String macro(String signature, String body, String... versions) {
        StringBuilder statement =
                new StringBuilder("CREATE MACRO ").append(signature).append(" AS ").append(body);
        for (int i = 0; i < versions.length; i += 2) {
            statement.append(", ").append(versions[i]).append(" AS ").append(versions[i + 1]);
        }
        return statement.toString();
    }

    /// What an argument becomes by its type. The engine knows that when it binds, and computes only
    /// what is right for it.
    ///
    /// @param otherwise for any other type
    /// @param branches in turn, types between commas, each quoted, and what the argument becomes
    static String byType(String parameter, String otherwise, String... branches) {
        StringBuilder body = new StringBuilder("CASE");
        for (int i = 0; i < branches.length; i += 2) {
            body.append(" WHEN ")
                    .append(isOf(parameter, branches[i]))
                    .append(" THEN ")
                    .append(branches[i + 1]);
        }
        return body.append(" ELSE ").append(otherwise).append(" END").toString();
    }

    /// Whether an argument is of one of some types.
    ///
    /// @param types between commas, each quoted
    static String isOf(String parameter, String types) {
        return "typeof(" + parameter + ") IN (" + types + ")";
    }

    /// The error of a value whose type is not taken; null stays null.
    ///
    /// @param message what is said before the type, an expression
    /// @param behind what is said after it, an expression
    static String refusedType(String parameter, String message, String behind) {
        return "CASE WHEN "
                + parameter
                + " IS NOT NULL THEN error("
                + message
                + " || sluice_arrow_name(typeof("
                + parameter
                + ")) || "
                + behind
                + ") END";
    }
}
