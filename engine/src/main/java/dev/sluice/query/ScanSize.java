// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// How much of the stored data one query reads.
///
/// @param partitions partitions of its tables
/// @param files data files
/// @param bufferedRows rows that are in no file yet
public record ScanSize(int partitions, int files, long bufferedRows) {
    /// Nothing.
    static final ScanSize NONE = new ScanSize(0, 0, 0);
}
