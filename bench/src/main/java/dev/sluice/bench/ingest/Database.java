// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

/// Who takes part.
public enum Database {
    /// The one that the ratios are to.
    SLUICE,
    /// From Maven Central.
    QUESTDB,
    /// From Debian.
    INFLUXDB
}
