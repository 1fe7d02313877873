// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// Where rows come from.
public sealed interface Source {

    /// A measurement, or all that fit a pattern. An empty database or policy is the usual one:
    /// `db..m` has no policy, `rp.m` no database (data.md 3.2).
    ///
    /// @param database before the policy, or empty
    /// @param policy before the name, or empty
    /// @param target which measurement
    record Measurement(String database, String policy, Target target) implements Source {
        /// A measurement of the usual database.
        public static Measurement named(String name) {
            return new Measurement("", "", new Name(name));
        }
    }

    /// A SELECT in parentheses.
    ///
    /// @param select the query
    record Subquery(Statement.Select select) implements Source {}

    /// How a measurement is chosen.
    sealed interface Target {}

    /// By its name.
    ///
    /// @param name exact, upper and lower case apart
    record Name(String name) implements Target {}

    /// By a pattern.
    ///
    /// @param regex unanchored (data.md 6.11)
    record Pattern(Literal.Regex regex) implements Target {}
}
