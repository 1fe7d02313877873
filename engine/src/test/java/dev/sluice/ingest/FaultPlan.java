// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// One call that fails, of all that object store, catalog and log get: at its n-th, either before
/// anything happened or after it, so that whoever called cannot know.
final class FaultPlan {
    private final boolean afterEffect;
    private final boolean outOfMemory;
    private final Set<String> failed = new TreeSet<>();
    private int untilFailure;

    /// @param succeeding how many calls succeed before one fails
    /// @param afterEffect whether that one does its work first
    /// @param outOfMemory whether it fails for want of memory, not of space on the disk
    FaultPlan(int succeeding, boolean afterEffect, boolean outOfMemory) {
        this.untilFailure = succeeding;
        this.afterEffect = afterEffect;
        this.outOfMemory = outOfMemory;
    }

    /// Nothing fails.
    static FaultPlan none() {
        return new FaultPlan(Integer.MAX_VALUE, false, false);
    }

    /// From here on nothing fails.
    void end() {
        untilFailure = -1;
    }

    /// What failed, if it did.
    Set<String> failed() {
        return failed;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T file(String name, Call<T> call) throws IOException {
        if (!isDue(name)) {
            return call.run();
        }
        if (afterEffect) {
            call.run();
        }
        requireMemory(name);
        throw new IOException(name + ": No space left on device");
    }

    private void requireMemory(String name) {
        if (outOfMemory) {
            throw new OutOfMemoryError(name + " has no memory");
        }
    }

    private boolean isDue(String name) {
        boolean due = untilFailure == 0;
        untilFailure--;
        if (due) {
            failed.add(name);
        }
        return due;
    }

    ObjectStore around(ObjectStore real) {
        return new FaultyObjectStore(real);
    }

    Catalog around(Catalog real) {
        return new FaultyCatalog(real);
    }

    WriteAheadLog around(WriteAheadLog real) {
        return new FaultyLog(real);
    }

    private final class FaultyObjectStore implements ObjectStore {
        private final ObjectStore real;

        FaultyObjectStore(ObjectStore real) {
            this.real = real;
        }

        @Override
        public StoredFile put(ObjectPath path, Path content) throws IOException {
            return file("put", () -> real.put(path, content));
        }

        @Override
        public HeldFile hold(ObjectPath path) throws IOException {
            return real.hold(path);
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) throws IOException {
            return file("objects", () -> real.listWithTimes(prefix));
        }

        @Override
        public void delete(ObjectPath path) throws IOException {
            file(
                    "delete",
                    () -> {
                        real.delete(path);
                        return path;
                    });
        }
    }

    /// Only commits of files fail: what writers change is not what this is about.
    private final class FaultyCatalog implements Catalog {
        private final Catalog real;

        FaultyCatalog(Catalog real) {
            this.real = real;
        }

        @Override
        public CatalogSnapshot snapshot() {
            return real.snapshot();
        }

        @Override
        public CommitOutcome commit(CatalogChange change) {
            if (!(change instanceof CatalogChange.AddFiles) || !isDue("commit")) {
                return real.commit(change);
            }
            if (afterEffect) {
                real.commit(change);
            }
            requireMemory("commit");
            return new CommitOutcome.Unknown(
                    new Problem(Problem.Kind.OUTCOME_UNKNOWN, "commit_unknown", "lost"));
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private final class FaultyLog implements WriteAheadLog {
        private final WriteAheadLog real;

        FaultyLog(WriteAheadLog real) {
            this.real = real;
        }

        @Override
        public void replay(LogPosition from, Consumer<LoggedBatch> sink) throws IOException {
            real.replay(from, sink);
        }

        @Override
        public LoggedBatch append(CheckedBatch batch) {
            return real.append(batch);
        }

        @Override
        public LogPosition rotate() throws IOException {
            return file("rotate", real::rotate);
        }

        @Override
        public void trim(LogPosition persisted) throws IOException {
            file(
                    "trim",
                    () -> {
                        real.trim(persisted);
                        return persisted;
                    });
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
