// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

/// What `--format` of `query` may say.
public enum ResultFormat {
    /// For people.
    TABLE,
    /// For programs.
    JSON,
    /// A drawing over time.
    CHART
}
