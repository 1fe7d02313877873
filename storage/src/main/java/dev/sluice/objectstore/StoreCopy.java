// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import dev.sluice.background.WorkPool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Copies all objects of one store into another, under the same paths. An object is there whole or
/// not at all, so what was copied once is not copied again, whatever ended an earlier copy. Nothing
/// is changed where they come from. Nobody else may change either store meanwhile.
public final class StoreCopy {
    /// How many objects are on their way at once.
    static final int OBJECTS_AT_ONCE = 16;

    /// How many megabytes are, so that a slow line is shared by few large objects; one that is
    /// larger goes alone.
    static final int MEGABYTES_AT_ONCE = 64;

    private static final int MEGABYTE = 1 << 20;

    private final ObjectStore from;
    private final ObjectStore to;
    private final List<ListedObject> missing;
    private final long presentBytes;
    private final long presentCount;
    private final @Nullable ListedObject stranger;

    private StoreCopy(ObjectStore from, ObjectStore to) throws IOException {
        this.from = from;
        this.to = to;
        Map<ObjectPath, ListedObject> there = new HashMap<>();
        for (ListedObject object : to.listWithTimes("")) {
            there.put(object.path(), object);
        }
        this.missing = new ArrayList<>();
        ListedObject other = null;
        long bytes = 0;
        long count = 0;
        for (ListedObject object : from.listWithTimes("")) {
            ListedObject same = there.remove(object.path());
            if (same == null) {
                missing.add(object);
            } else if (same.sizeBytes() == object.sizeBytes()) {
                bytes += object.sizeBytes();
                count++;
            } else {
                other = same;
            }
        }
        this.presentBytes = bytes;
        this.presentCount = count;
        this.stranger = other != null ? other : there.values().stream().findFirst().orElse(null);
    }

    /// Compares two stores: what is to be copied, and what is there.
    ///
    /// @throws IOException when one of them cannot be listed
    public static StoreCopy between(ObjectStore from, ObjectStore to) throws IOException {
        return new StoreCopy(from, to);
    }

    /// How far it is; called after each object, by one thread at a time.
    @FunctionalInterface
    public interface Progress {
        /// Tells.
        ///
        /// @param done what is there by now
        /// @param all what will be
        void at(Amount done, Amount all);
    }

    /// Some objects.
    ///
    /// @param objects how many
    /// @param bytes of all of them
    public record Amount(long objects, long bytes) {
        private Amount plus(ListedObject object) {
            return new Amount(objects + 1, bytes + object.sizeBytes());
        }
    }

    /// An object of the second store that the first one does not have, or not of that size: who
    /// copies over it mixes what belongs to two.
    public Optional<ObjectPath> stranger() {
        return Optional.ofNullable(stranger).map(ListedObject::path);
    }

    /// What the first store has.
    public Amount all() {
        Amount all = present();
        for (ListedObject object : missing) {
            all = all.plus(object);
        }
        return all;
    }

    private Amount present() {
        return new Amount(presentCount, presentBytes);
    }

    /// Copies what is missing, and then lists both once more to see that everything is there.
    ///
    /// @param stopping whether it is time to give up
    /// @throws InterruptedIOException when it was
    /// @throws IOException when a store failed, or lacks something of what was copied
    public void run(Progress progress, BooleanSupplier stopping) throws IOException {
        Run run = new Run(progress, stopping);
        try (WorkPool pool = new WorkPool("sluice-copy", OBJECTS_AT_ONCE - 1)) {
            pool.<IOException>each(missing.size(), number -> run.copy(missing.get(number)));
        }
        StoreCopy after = between(from, to);
        ListedObject other = after.missing.isEmpty() ? after.stranger : after.missing.getFirst();
        if (other != null) {
            throw new IOException(
                    "the object " + other.path() + " was copied, but is not there as it was");
        }
    }

    private final class Run {
        private final Progress progress;
        private final BooleanSupplier stopping;
        private final Semaphore megabytes = new Semaphore(MEGABYTES_AT_ONCE, true);
        private final Amount all = all();
        private Amount done = present();

        Run(Progress progress, BooleanSupplier stopping) {
            this.progress = progress;
            this.stopping = stopping;
        }

        void copy(ListedObject object) throws IOException {
            int size = Math.clamp(object.sizeBytes() / MEGABYTE + 1, 1, MEGABYTES_AT_ONCE);
            megabytes.acquireUninterruptibly(size);
            try {
                if (stopping.getAsBoolean()) {
                    throw new InterruptedIOException("told to end");
                }
                try (HeldFile file = from.hold(object.path(), object.sizeBytes())) {
                    var _ = to.put(object.path(), file.path());
                }
            } finally {
                megabytes.release(size);
            }
            tell(object);
        }

        private synchronized void tell(ListedObject object) {
            done = done.plus(object);
            progress.at(done, all);
        }
    }
}
