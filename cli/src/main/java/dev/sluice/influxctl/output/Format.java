// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

/// What `--format` may say.
public enum Format {
    /// For people.
    TABLE,
    /// For programs.
    JSON
}
