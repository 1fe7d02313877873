// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

/// What the fields of [CpuData] look like. All three are the same walk of the same random numbers.
public enum Values {
    /// Whole numbers, as the Time Series Benchmark Suite writes its `cpu` data: `58i`.
    INT,
    /// Two digits after the point: `58.13`.
    DEC2,
    /// All digits that the number has: `58.131324889420006`.
    RAW
}
