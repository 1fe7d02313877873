// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import java.io.IOException;
import java.util.List;

/// The snapshots of the catalog that are in an object store.
final class Backups {
    private final ObjectStore store;

    Backups(ObjectStore store) {
        this.store = store;
    }

    /// All of them, complete or not, oldest first.
    List<Backup> list() throws IOException {
        return Backup.in(store.listWithTimes(Backup.ROOT));
    }

    /// What a complete one says of names.
    ///
    /// @throws IOException when it cannot be fetched or read
    NameFilter filter(Backup backup) throws IOException {
        try (HeldFile file = store.hold(backup.marker())) {
            return NameFilter.read(file.path());
        } catch (IOException e) {
            throw new IOException(backup.marker() + " cannot be read", e);
        }
    }

    /// Removes one, the marker first: what is left after a failure is not complete.
    void delete(Backup backup) throws IOException {
        if (backup.isComplete()) {
            store.delete(backup.marker());
        }
        for (ObjectPath path : backup.paths()) {
            store.delete(path);
        }
    }
}
