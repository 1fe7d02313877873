// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

/// What `--language` may say.
public enum Language {
    /// SQL.
    SQL("sql"),
    /// InfluxQL.
    INFLUXQL("influxql");

    private final String word;

    Language(String word) {
        this.word = word;
    }

    /// The word in a ticket (data.md 4.3).
    public String word() {
        return word;
    }
}
