// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.SmallObjects;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Objects of which the next operations can fail: before they have done something, after it, or
/// before something that comes true later.
final class FaultySmallObjects implements SmallObjects {
    static final String CAUSE = "no answer";

    private final SmallObjects real;
    private final Deque<Fault> faults = new ArrayDeque<>();

    /// What was sent and has not arrived yet.
    private final Deque<Put> onTheirWay = new ArrayDeque<>();

    private volatile Runnable afterListing = () -> {};

    /// What happens to an operation.
    enum Fault {
        NONE,
        BEFORE,
        AFTER,
        LATE
    }

    private static final class Put {
        private final ObjectPath path;
        private final byte[] content;

        Put(ObjectPath path, byte[] content) {
            this.path = path;
            this.content = content;
        }
    }

    FaultySmallObjects(SmallObjects real) {
        this.real = real;
    }

    /// What happens to the operation after those that are said already.
    synchronized void next(Fault... more) {
        faults.addAll(List.of(more));
    }

    /// What happens after the next listing, before whoever asked has it.
    void afterListing(Runnable action) {
        afterListing = action;
    }

    /// Everything works from now on.
    synchronized void work() {
        faults.clear();
    }

    /// What is still on its way arrives.
    void arrive() throws IOException {
        Put put = poll();
        while (put != null) {
            try {
                real.put(put.path, put.content);
            } catch (FileAlreadyExistsException _) {
                // Too late.
            }
            put = poll();
        }
    }

    private synchronized Put poll() {
        return onTheirWay.poll();
    }

    private synchronized Fault fault() {
        return faults.isEmpty() ? Fault.NONE : faults.remove();
    }

    @Override
    public void put(ObjectPath path, byte[] content) throws IOException {
        switch (fault()) {
            case NONE -> real.put(path, content);
            case BEFORE -> throw new IOException(CAUSE);
            case AFTER -> {
                real.put(path, content);
                throw new IOException(CAUSE);
            }
            case LATE -> {
                synchronized (this) {
                    onTheirWay.add(new Put(path, content));
                }
                throw new IOException(CAUSE);
            }
        }
    }

    @Override
    public byte[] read(ObjectPath path) throws IOException {
        require(fault() == Fault.NONE);
        return real.read(path);
    }

    @Override
    public List<ListedObject> listWithTimes(String prefix) throws IOException {
        require(fault() == Fault.NONE);
        List<ListedObject> listed = real.listWithTimes(prefix);
        Runnable action = afterListing;
        afterListing = () -> {};
        action.run();
        return listed;
    }

    @Override
    public void delete(ObjectPath path) throws IOException {
        Fault fault = fault();
        require(fault == Fault.NONE || fault == Fault.AFTER);
        real.delete(path);
        require(fault == Fault.NONE);
    }

    private static void require(boolean works) throws IOException {
        if (!works) {
            throw new IOException(CAUSE);
        }
    }
}
