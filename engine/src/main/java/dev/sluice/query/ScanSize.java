// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// How much of the stored data one query reads.
///
/// @param partitions partitions of its tables
/// @param files data files
public record ScanSize(int partitions, int files) {}
