// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.TableRows;

/// Rows for one file: of one partition, each point once.
///
/// @param partitionKey the partition, as its template tells it (data.md 7.4)
/// @param rows sorted by tags in the order of their names, nulls first, and then by time; tag sets
///   are all different and stand in that order too
record PartitionRows(String partitionKey, TableRows rows) {}
