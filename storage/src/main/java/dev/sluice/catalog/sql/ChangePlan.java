// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.List;

/// The rows of one change, as the rules collect them, and the snapshot with those rows in it. One
/// thread's.
final class ChangePlan {
    private final TreeSnapshot before;
    private final List<CatalogRow> rows = new ArrayList<>();
    private TreeSnapshot after;
    private long nextId;
    private LogPosition persistedThrough;

    ChangePlan(TreeSnapshot before) {
        this.before = before;
        this.after = before;
        this.nextId = before.state().nextId();
        this.persistedThrough = before.persistedThrough();
    }

    /// An identifier that nothing had yet.
    long takeId() {
        return nextId++;
    }

    /// Takes care that no identifier is given that is not above this one.
    void pass(long id) {
        nextId = Math.max(nextId, id + 1);
    }

    /// Adds a row; the next rule sees it in [#after].
    void add(CatalogRow row) {
        rows.add(row);
        after = after.with(row);
    }

    /// Says how far the log is no longer needed.
    void persistedThrough(LogPosition position) {
        persistedThrough = position;
    }

    List<CatalogRow> rows() {
        return rows;
    }

    /// The snapshot with the rows so far, under the old version.
    TreeSnapshot after() {
        return after;
    }

    boolean changesNothing() {
        return rows.isEmpty()
                && nextId == before.state().nextId()
                && persistedThrough.equals(before.persistedThrough());
    }

    /// The snapshot to publish once everything is on stable storage.
    TreeSnapshot committed(CommitMark mark) {
        return after.with(before.state().after(nextId, persistedThrough, mark));
    }
}
