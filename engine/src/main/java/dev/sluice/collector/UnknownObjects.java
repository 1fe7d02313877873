// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes objects that belong to no file: those of forgotten files, and those that a crash left
/// between putting an object and committing its file. It is the only one who ever deletes an object
/// of a file, so what follows is the whole argument why no row is lost by it.
///
/// - *A live or deleted file's object stays.* The objects are listed first and the catalog is
///   looked at afterwards, so a file that was committed in between is seen. The look begins with a
///   commit of no change, which makes a catalog that was left in doubt by an earlier failure read
///   its store again; without that, a file of such a commit would be in the store and not in the
///   snapshot.
/// - *An object whose file is about to be committed stays.* Whoever makes files, in whichever
///   process, puts an object once under a name that nothing had and commits within the hour or
///   gives up ([dev.sluice.datafile.DataFiles], by a clock that goes on while the machine sleeps);
///   the cut-off is three hours or more. An object that is younger by the store's own time stays,
///   so the clocks may differ, too.
/// - *An object that a query of this process reads stays.* A query reads only objects that it has
///   named in [ObjectsInUse], and only if their files were live in the catalog after that. Here the
///   names are looked at after a catalog in which the file is gone. So either the query saw that it
///   is gone and reads something else, or its name is seen here. Names are looked at again for each
///   batch.
/// - *An object that a query of another process reads stays* for as long as a file that is marked
///   deleted is kept, three hours or more, while no query takes longer; the exception are databases
///   and tables that are removed for good sooner than that, whose queries then fail.
/// - *An object that a snapshot of the catalog needs stays*, where that is asked for, as
///   [BackedUpObjects] tells: it is asked after a catalog in which the object has no file, so what
///   it lets go no later snapshot can need.
/// - *What is gone does not come back.* No change of the catalog makes a forgotten file live again,
///   and names of objects are used once.
final class UnknownObjects implements Sweep {
    /// Where data files are; what else is in the store is not the collector's.
    private static final String DATA = "data/";

    /// Objects that could not be deleted in one look before it is given up.
    private static final int FAILURES_MAX = 10;

    private final Catalog catalog;
    private final ObjectStore store;
    private final ObjectsInUse inUse;
    private final InstantSource clock;
    private final Duration cutoff;
    private final @Nullable BackedUpObjects backedUp;

    /// What was old enough when it was listed, and was not looked at yet.
    private final Deque<ObjectPath> old = new ArrayDeque<>();

    /// What could not be deleted at earlier looks, and is tried after everything else.
    private final Set<ObjectPath> stuck = new HashSet<>();

    /// @param cutoff what is younger stays
    /// @param backedUp tells what snapshots of the catalog need; null where nobody cares
    UnknownObjects(
            Catalog catalog,
            ObjectStore store,
            ObjectsInUse inUse,
            InstantSource clock,
            Duration cutoff,
            @Nullable BackedUpObjects backedUp) {
        this.catalog = catalog;
        this.store = store;
        this.inUse = inUse;
        this.clock = clock;
        this.cutoff = cutoff;
        this.backedUp = backedUp;
    }

    @Override
    public SweepKind kind() {
        return SweepKind.UNKNOWN_OBJECTS;
    }

    @Override
    public Batch next() throws IOException {
        if (old.isEmpty()) {
            listOld();
        }
        List<ObjectPath> looked = new ArrayList<>();
        while (looked.size() < BATCH_MAX && !old.isEmpty()) {
            looked.add(old.remove());
        }
        CatalogSnapshot known = settled();
        Set<ObjectPath> used = inUse.paths();
        return delete(
                looked.stream()
                        .filter(path -> known.findFile(path).isEmpty() && !used.contains(path))
                        .toList());
    }

    private void listOld() throws IOException {
        Instant until = clock.instant().minus(cutoff);
        List<ObjectPath> listed =
                store.listWithTimes(DATA).stream()
                        .filter(object -> object.storedAt().isBefore(until))
                        .map(ListedObject::path)
                        .toList();
        List<ObjectPath> due = backedUp == null ? listed : withoutNeeded(listed, backedUp);
        stuck.retainAll(Set.copyOf(due));
        old.addAll(due.stream().sorted(Comparator.comparing(stuck::contains)).toList());
    }

    private List<ObjectPath> withoutNeeded(List<ObjectPath> listed, BackedUpObjects needed)
            throws IOException {
        CatalogSnapshot known = settled();
        return needed.unneeded(
                listed.stream().filter(path -> known.findFile(path).isEmpty()).toList());
    }

    /// The catalog as its store has it.
    private CatalogSnapshot settled() {
        return catalog.commit(new CatalogChange.ForgetFiles(List.of())).require();
    }

    /// Goes on after a failure, so that one object that cannot be deleted keeps no other; and where
    /// many cannot be, the next look begins with others.
    private Batch delete(List<ObjectPath> due) {
        IOException failure = null;
        int failures = 0;
        for (ObjectPath path : due) {
            try {
                store.delete(path);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                stuck.add(path);
                if (++failures == FAILURES_MAX) {
                    old.clear();
                    return new Batch(due.indexOf(path) + 1L - failures, false, failure);
                }
            }
        }
        return new Batch(due.size() - failures, !old.isEmpty(), failure);
    }
}
