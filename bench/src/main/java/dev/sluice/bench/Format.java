// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

/// How a report is told.
enum Format {
    /// Tables, for people.
    TABLE,
    /// JSON, for machines.
    JSON
}
