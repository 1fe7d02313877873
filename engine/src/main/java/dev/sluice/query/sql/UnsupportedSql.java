// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;

/// The refusals of the syntax tree, in the words of data.md 4.8 and 5.1.
public final class UnsupportedSql {
    /// How every refusal begins that comes before a query runs (data.md 4.8).
    public static final String PLANNING = "Error while planning query: ";

    private UnsupportedSql() {}

    /// Something that is not part of the dialect.
    ///
    /// @param what names the thing, such as `function 'getenv'`
    public static ProblemException notSupported(String what) {
        return planning("unsupported_sql", what + " is not supported");
    }

    /// Text that is not SQL.
    ///
    /// @param detail what is wrong with it
    public static ProblemException syntax(String detail) {
        return Problem.invalid("sql_syntax", PLANNING + "SQL error: " + detail).asException();
    }

    /// A whole statement that is not a query.
    ///
    /// @param sentence such as `DDL not supported: DROP`
    public static ProblemException statement(String sentence) {
        return Problem.invalid("unsupported_sql", PLANNING + sentence).asException();
    }

    /// Anything else that planning finds.
    ///
    /// @param code for programs
    /// @param detail for people
    public static ProblemException planning(String code, String detail) {
        return Problem.invalid(code, PLANNING + "Error during planning: " + detail).asException();
    }
}
