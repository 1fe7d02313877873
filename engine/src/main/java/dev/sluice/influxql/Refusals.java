// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;

/// The refusals of InfluxQL, in the words of data.md 3.3.
public final class Refusals {
    private static final String PARSING = "error in InfluxQL statement: parsing error: ";

    private Refusals() {}

    /// Text that is no InfluxQL.
    ///
    /// @param message what is wrong
    /// @param position offset in bytes of the first word that does not fit
    static ProblemException syntax(String message, int position) {
        return Problem.invalid("influxql_syntax", PARSING + message + " at pos " + position)
                .asException();
    }

    /// Text past a limit.
    static ProblemException tooLarge(String message) {
        return Problem.invalid("influxql_too_large", PARSING + message).asException();
    }

    /// A statement that says nothing that can be done.
    ///
    /// @param message the sentence of data.md 6.6
    public static ProblemException planning(String message) {
        return Problem.invalid("influxql_planning", "Error during planning: " + message)
                .asException();
    }

    /// A statement that is known and does nothing here.
    ///
    /// @param what such as `CREATE DATABASE`
    public static ProblemException notImplemented(String what) {
        return Problem.invalid(
                        "influxql_not_implemented", "This feature is not implemented: " + what)
                .asException();
    }

    /// Bind parameters that do not fit the statement.
    static ProblemException parameter(String message) {
        return Problem.invalid("influxql_parameter", message).asException();
    }
}
