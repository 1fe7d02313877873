// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.SmallObjects;
import dev.sluice.wal.LogObject.Label;
import dev.sluice.wal.ObjectReplay.Stored;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log in an object store, which outlives the machine that wrote it: whoever opens it next goes
/// on with it, wherever that is.
///
/// Each group of batches is an object with the number after that of the last one, made only where
/// there is none. Opening the log is a [#replay] and the claim of the next number, by an object
/// that begins a tenure. Whoever had the log before, and believes that he has it still, can only
/// use that very number next, or the one before it, where he does not know that his last object
/// arrived. He finds it taken, however late he tries, and tells so (`lost`). So there is one writer
/// at each moment without a clock or a lease, and what was acknowledged was there when its
/// successor read. For this, numbers are not used again: the objects that begin a tenure stay for
/// [#TENURES_KEPT], each with the one before it, and the last object stays until there is another.
///
/// An object that failed to be put may be there later. It can only have the next number, so that is
/// tried until it is known. When it then holds a group whose callers were told that nobody knows,
/// the next object says that it is void.
public final class ObjectLog implements WriteAheadLog {
    /// For how long a process that is taken for dead may come to itself and still find out.
    static final Duration TENURES_KEPT = Duration.ofDays(30);

    private final LogObjects objects;
    private final Patience patience;
    private final InstantSource clock;
    private final Consumer<Problem> lost;
    private final GroupCommit commits;
    private final UUID tenure = UUID.randomUUID();

    /// Held for each commit, and for a look at what there is.
    private final ReentrantLock lock = new ReentrantLock();

    /// What can be trimmed one day, oldest first.
    private final Deque<Stored> stored = new ArrayDeque<>();

    /// Of what is put next; 0 before the replay.
    private long number;

    /// Of the batch that comes next.
    private long position;

    /// How many groups this tenure has tried to put.
    private long groups;

    /// Whether the last object counts for nothing.
    private boolean previousVoid;

    private @Nullable Problem lostReason;

    /// How long to try again while the store fails.
    ///
    /// @param opening when the log is opened: the store may be started at the same time
    /// @param appending while callers wait
    record Patience(Duration opening, Duration appending) {
        static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    ObjectLog(
            SmallObjects store,
            LogLimits limits,
            Duration pace,
            Patience patience,
            InstantSource clock,
            Consumer<Problem> lost) {
        this.objects = new LogObjects(store);
        this.patience = patience;
        this.clock = clock;
        this.lost = lost;
        this.commits = new GroupCommit(limits, pace, this::commit);
    }

    /// Opens the log of a store. Call [#replay] next.
    ///
    /// @param pace how long from one object to the next, at least, unless more waits than an object
    ///   may have: each one costs money
    /// @param clock for the age of objects
    /// @param lost called once, by the thread that writes, when another process has opened the log;
    ///   nothing can be appended then
    public static ObjectLog open(
            SmallObjects store,
            LogLimits limits,
            Duration pace,
            InstantSource clock,
            Consumer<Problem> lost) {
        return new ObjectLog(store, limits, pace, Patience.DEFAULT, clock, lost);
    }

    /// The position of the last batch that is in the log of a store, or of the last one before it;
    /// [LogPosition#NONE] where there is no log.
    ///
    /// @throws IOException when the store cannot be asked, or its last object is damaged
    public static LogPosition lastIn(SmallObjects store) throws IOException {
        return last(store, Duration.ZERO).orElse(LogPosition.NONE);
    }

    /// The same for as long as an opening waits for a store that fails; empty where there is no
    /// log.
    ///
    /// @throws IOException when the store still fails then, or its last object is damaged
    public static Optional<LogPosition> awaitLastIn(SmallObjects store) throws IOException {
        return last(store, Patience.DEFAULT.opening());
    }

    private static Optional<LogPosition> last(SmallObjects store, Duration patience)
            throws IOException {
        LogObjects objects = new LogObjects(store);
        List<LogObjects.Numbered> listed = objects.list(patience);
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        LogObject last = objects.read(listed.getLast().number(), patience);
        return Optional.of(new LogPosition(last.frame().nextPosition() - 1));
    }

    @Override
    public void replay(LogPosition from, Consumer<LoggedBatch> sink) throws IOException {
        lock.lock();
        try {
            if (number != 0) {
                throw new IllegalStateException("the log is replayed once");
            }
            List<LogObjects.Numbered> listed = objects.list(patience.opening());
            ObjectReplay replay = new ObjectReplay(from, sink);
            objects.each(listed, patience.opening(), replay);
            number = listed.isEmpty() ? 1 : listed.getLast().number() + 1;
            while (!claims(replay)) {
                replay.take(number, objects.read(number, patience.opening()));
                number++;
            }
            stored.addAll(replay.read());
            stored.add(new Stored(number, position - 1, true, false));
            number++;
            forgetOldTenures(listed);
        } finally {
            lock.unlock();
        }
        commits.start();
    }

    /// Begins the tenure with the next number.
    ///
    /// @return false when somebody else has it meanwhile
    private boolean claims(ObjectReplay replay) throws IOException {
        position = replay.nextPosition();
        groups++;
        Label label = new Label(tenure, groups, true, false);
        if (!puts(label, List.of(), patience.opening())) {
            return false;
        }
        replay.end();
        return true;
    }

    private void forgetOldTenures(List<LogObjects.Numbered> listed) {
        Instant kept = clock.instant().minus(TENURES_KEPT);
        Set<Long> old = new HashSet<>();
        for (LogObjects.Numbered object : listed) {
            if (object.listed().storedAt().isBefore(kept)) {
                old.add(object.number());
            }
        }
        List<Stored> ended =
                stored.stream()
                        .filter(object -> object.begins() && old.contains(object.number()))
                        .toList();
        try {
            objects.delete(ended.stream().map(Stored::number).toList());
            stored.removeAll(ended);
        } catch (IOException _) {
            // The next start tries again.
        }
    }

    @Override
    public LoggedBatch append(CheckedBatch batch) {
        return commits.append(batch);
    }

    private long commit(List<PendingBatch> group) {
        lock.lock();
        try {
            requireOurs();
            put(group.stream().map(PendingBatch::encoded).toList());
            long first = position;
            position += group.size();
            stored.add(new Stored(number, position - 1, false, false));
            number++;
            previousVoid = false;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void requireOurs() {
        if (lostReason != null) {
            throw lostReason.asException();
        }
    }

    private void put(List<byte[]> batches) {
        groups++;
        try {
            while (!puts(
                    new Label(tenure, groups, false, previousVoid),
                    batches,
                    patience.appending())) {
                pass(objects.read(number, patience.appending()).label());
            }
        } catch (IOException e) {
            // Which bucket it is, and what its service said, is not for who writes.
            throw new ProblemException(
                    GroupCommit.unknown("the object store failed"),
                    GroupCommit.unknown(String.valueOf(e.getMessage())).message(),
                    e);
        }
    }

    /// Goes past an object of ours whose callers were told that nobody knows.
    private void pass(Label found) {
        if (!found.tenure().equals(tenure)) {
            Problem reason =
                    Problem.unavailable(
                            "log_taken_over",
                            "another server has taken over the log; nothing of this write is"
                                    + " stored, please try again");
            lostReason = reason;
            commits.refuse(reason);
            lost.accept(reason);
            throw reason.asException();
        }
        stored.add(new Stored(number, position - 1, false, true));
        number++;
        previousVoid = true;
    }

    /// Puts an object under the next number.
    ///
    /// @return false when there is another one
    /// @throws IOException when nobody can say whether it is there
    private boolean puts(Label label, List<byte[]> batches, Duration howLong) throws IOException {
        byte[] bytes = LogObject.encode(label, position, batches);
        return LogObjects.patiently(
                howLong,
                () -> {
                    try {
                        objects.put(number, bytes);
                        return true;
                    } catch (FileAlreadyExistsException _) {
                        return objects.read(number).label().equals(label);
                    }
                });
    }

    @Override
    public LogPosition rotate() {
        lock.lock();
        try {
            commits.requireOpen();
            requireReplayed();
            return new LogPosition(position - 1);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void trim(LogPosition persisted) throws IOException {
        List<Stored> ended = ended(persisted);
        // A void object must be gone before the one that says so.
        objects.delete(numbers(ended, true));
        objects.delete(numbers(ended, false));
        lock.lock();
        try {
            stored.removeAll(ended);
        } finally {
            lock.unlock();
        }
    }

    private List<Stored> ended(LogPosition persisted) {
        lock.lock();
        try {
            requireReplayed();
            List<Stored> ended = new ArrayList<>();
            Stored before = null;
            for (Stored object : stored) {
                // Nor the one before a beginning: who had the log may not know that it is there.
                if (before != null && !before.begins() && !object.begins()) {
                    ended.add(before);
                }
                before = object.last() <= persisted.value() ? object : null;
                if (before == null) {
                    break;
                }
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private static List<Long> numbers(List<Stored> objects, boolean isVoid) {
        return objects.stream()
                .filter(object -> object.isVoid() == isVoid)
                .map(Stored::number)
                .toList();
    }

    private void requireReplayed() {
        if (number == 0) {
            throw new IllegalStateException("the log is not replayed yet");
        }
    }

    @Override
    public void close() {
        commits.close();
    }
}
