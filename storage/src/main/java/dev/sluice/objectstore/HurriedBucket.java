// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bucket that is waited for only so long while a process is in a hurry, as it is when it starts
/// and when it ends. A service that gives no answer then is given up, and not asked again until the
/// hurry is over; one that is slow is waited for as long as any of its answers come. Safe for many
/// threads.
///
/// Each request has a thread of its own, so that whoever asks can go on without it. What was given
/// up may happen all the same, as whenever an answer is lost.
final class HurriedBucket implements Bucket {
    private static final long NEVER = Long.MAX_VALUE;

    /// After so much silence in a hurry the log says what is waited for.
    private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final Logger LOGGER = LoggerFactory.getLogger(HurriedBucket.class);

    private final Bucket bucket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// After so much silence the service is given up.
    private long patienceNanos = NEVER;

    /// When the hurry began, or the service answered since then, by the clock of the process.
    private long heardNanos;

    private boolean noticed;
    private boolean givenUp;

    /// @param bucket is asked, and closed with this
    HurriedBucket(Bucket bucket) {
        this.bucket = bucket;
    }

    /// From now on silence may last so long, also that of a request which is under way.
    void hurry(Duration silenceMax) {
        begin(silenceMax.toNanos());
    }

    /// Waits for as long as the bucket itself does.
    void calm() {
        begin(NEVER);
    }

    private void begin(long silenceNanosMax) {
        lock.lock();
        try {
            patienceNanos = silenceNanosMax;
            heardNanos = System.nanoTime();
            noticed = false;
            givenUp = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private interface Request<T> {
        T answer() throws IOException;
    }

    /// @param verb as of [#failed]
    private <T> T ask(String verb, String name, Request<T> request) throws IOException {
        FutureTask<T> asking =
                new FutureTask<>(request::answer) {
                    @Override
                    protected void done() {
                        heard(this);
                    }
                };
        lock.lock();
        try {
            long begunNanos = System.nanoTime();
            if (!givenUp) {
                var _ = Thread.ofVirtual().name("sluice-bucket").start(asking);
            }
            while (!asking.isDone()) {
                long _ = changed.awaitNanos(waitNanos(verb, name, begunNanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(failed(verb, name) + "interrupted", e);
        } finally {
            lock.unlock();
            var _ = asking.cancel(true);
        }
        if (asking.state() == FutureTask.State.SUCCESS) {
            return asking.resultNow();
        }
        throw failure(asking.exceptionNow());
    }

    /// How long to wait until there is something to be done about the silence.
    private long waitNanos(String verb, String name, long begunNanos) throws UnreachableException {
        long silentNanos = System.nanoTime() - Math.max(heardNanos, begunNanos);
        if (givenUp || silentNanos >= patienceNanos) {
            givenUp = true;
            changed.signalAll();
            throw new UnreachableException(
                    failed(verb, name) + "no answer for " + patienceSeconds() + " seconds",
                    new TimeoutException());
        }
        long leftNanos = patienceNanos - silentNanos;
        if (noticed || patienceNanos == NEVER) {
            return leftNanos;
        }
        if (silentNanos < NOTICE_NANOS) {
            return Math.min(leftNanos, NOTICE_NANOS - silentNanos);
        }
        noticed = true;
        LOGGER.atWarn()
                .addKeyValue("request", verb)
                .addKeyValue("object", name)
                .addKeyValue("secondsMax", patienceSeconds())
                .log("the object store gives no answer, and is waited for a little longer");
        return leftNanos;
    }

    private long patienceSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(patienceNanos);
    }

    private void heard(FutureTask<?> asked) {
        boolean answered =
                switch (asked.state()) {
                    case SUCCESS -> true;
                    case FAILED -> !(asked.exceptionNow() instanceof UnreachableException);
                    case CANCELLED, RUNNING -> false;
                };
        lock.lock();
        try {
            if (answered) {
                heardNanos = System.nanoTime();
                if (noticed && !givenUp) {
                    noticed = false;
                    LOGGER.atInfo().log("the object store answers again");
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static IOException failure(Throwable thrown) {
        return switch (thrown) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(thrown);
        };
    }

    @Override
    public Making of(Path content) {
        return bounded(bucket.of(content));
    }

    @Override
    public Making of(byte[] content) {
        return bounded(bucket.of(content));
    }

    private Making bounded(Making making) {
        return (name, mark) -> ask("put", name, () -> making.create(name, mark));
    }

    @Override
    public String markOf(String name) throws IOException {
        return ask("head", name, () -> bucket.markOf(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return ask("get", name, () -> bucket.read(name));
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        boolean _ =
                ask(
                        "get",
                        name,
                        () -> {
                            bucket.fetch(name, target);
                            return true;
                        });
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        return ask("list", prefix, () -> bucket.list(prefix));
    }

    @Override
    public void delete(String name) throws IOException {
        boolean _ =
                ask(
                        "delete",
                        name,
                        () -> {
                            bucket.delete(name);
                            return true;
                        });
    }

    @Override
    public void close() {
        bucket.close();
    }

    @Override
    public String condition() {
        return bucket.condition();
    }

    @Override
    public String failed(String verb, String name) {
        return bucket.failed(verb, name);
    }
}
