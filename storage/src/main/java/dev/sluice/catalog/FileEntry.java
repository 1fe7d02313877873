// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.objectstore.ObjectPath;

/// A data file of a table. Its rows are unique by primary key.
///
/// @param path where it is in the object store
/// @param tableId its table
/// @param timeNanosMin smallest time in it
/// @param timeNanosMax largest time in it
/// @param rowCount rows in it
/// @param sizeBytes its size
/// @param sequence order of commit; of two files that hold the same point the higher wins
public record FileEntry(
        ObjectPath path,
        long tableId,
        long timeNanosMin,
        long timeNanosMax,
        long rowCount,
        long sizeBytes,
        long sequence) {}
