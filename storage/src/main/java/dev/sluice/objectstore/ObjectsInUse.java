// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The objects that somebody in this process reads or is about to read, so that the collector
/// leaves them alone. Safe for many threads; nobody waits for anybody.
///
/// How a reader and the collector agree without a lock: the reader first names an object here and
/// then looks once more whether the catalog still has its file as live, and reads it only then. The
/// collector deletes an object only after it has seen a catalog in which the file is not live, and
/// looks here afterwards. Whichever came first, either the reader sees that the file is gone and
/// chooses again, or the collector sees that the object is in use.
public final class ObjectsInUse {
    private final Set<Use> uses = ConcurrentHashMap.newKeySet();

    /// Begins to use objects. The caller closes it, whatever happens.
    public Use begin() {
        Use use = new Use();
        uses.add(use);
        return use;
    }

    /// What is in use now.
    public Set<ObjectPath> paths() {
        Set<ObjectPath> paths = new HashSet<>();
        uses.forEach(use -> paths.addAll(use.paths));
        return paths;
    }

    /// What one reader uses, until it is closed.
    public final class Use implements AutoCloseable {
        private final Queue<ObjectPath> paths = new ConcurrentLinkedQueue<>();

        private Use() {}

        /// Uses more objects.
        public void add(Collection<ObjectPath> more) {
            paths.addAll(more);
        }

        /// Uses nothing any more; closing twice does no harm.
        @Override
        public void close() {
            uses.remove(this);
        }
    }
}
