// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// Work on what a catalog names that is done by one process at a time, of all that have it open.
public enum Duty {
    /// Files of partitions are merged.
    MERGING("merging"),

    /// What has ended is removed, and snapshots of the catalog are made.
    COLLECTING("collecting");

    private final String word;

    Duty(String word) {
        this.word = word;
    }

    /// Its name, in the log and in the database.
    public String word() {
        return word;
    }
}
