// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Objects in a bucket, made under the condition that there is none yet, and read through a cache
/// of local files.
///
/// A request that is sent again after its answer was lost meets its own object. So each put leaves
/// a mark of its own on the object and looks at the mark when the path is taken.
public final class BucketStore implements ObjectStore, SmallObjects, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(BucketStore.class);

    /// Made at each start to see whether conditions are kept. No object path starts with a dot.
    private static final String PROBE = ".create-if-absent";

    /// Says whose the bucket is, since the first of them was here.
    private static final String OWNER = ".cluster-id";

    /// How long an opening waits for a service that gives no answer.
    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(10);

    /// How long whoever asks waits for it once the process ends: less than those who end processes
    /// wait for them.
    private static final Duration ENDING_PATIENCE = Duration.ofSeconds(15);

    /// How often a put is begun anew when the service says that another one was under way.
    private static final int PUTS_MAX = 5;

    private final HurriedBucket bucket;
    private final String prefix;
    private final FileCache cache;

    /// Whether the service was seen to keep conditions.
    private volatile boolean conditionsKept;

    /// Who uses it, where that was said.
    private volatile @Nullable UUID user;

    /// Whether the bucket was seen to be theirs.
    private volatile boolean isTheirs;

    /// Whether the log says that the service cannot be reached.
    private final AtomicBoolean toldUnreached = new AtomicBoolean();

    private BucketStore(HurriedBucket bucket, String prefix, FileCache cache) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.cache = cache;
    }

    /// Opens a bucket and sees whether it can be used. A service that cannot be reached now, or
    /// gives no answer for ten seconds, is no reason to fail: the log takes writes meanwhile.
    ///
    /// @param bucket closed with the store, and when it cannot be used
    /// @param prefix what all names begin with, before a slash; empty for none
    /// @param cache local copies of objects of this bucket and prefix
    /// @throws IOException when the service refuses, such as for wrong keys or a missing bucket, or
    ///   overwrites objects against the condition
    public static BucketStore open(Bucket bucket, String prefix, FileCache cache)
            throws IOException {
        return open(bucket, prefix, cache, OPENING_PATIENCE, true);
    }

    /// The same for who can do nothing without the service.
    ///
    /// @throws UnreachableException when it cannot be reached, or gives no answer for ten seconds
    public static BucketStore openReached(Bucket bucket, String prefix, FileCache cache)
            throws IOException {
        return open(bucket, prefix, cache, OPENING_PATIENCE, false);
    }

    /// @param patience how long to wait for a service that gives no answer
    /// @param goesOn whether to go on without one
    static BucketStore open(
            Bucket bucket, String prefix, FileCache cache, Duration patience, boolean goesOn)
            throws IOException {
        BucketStore store =
                new BucketStore(
                        new HurriedBucket(bucket), prefix.isEmpty() ? "" : prefix + "/", cache);
        store.bucket.hurry(patience);
        try {
            store.requireConditions();
            return store;
        } catch (UnreachableException e) {
            if (!goesOn) {
                store.close();
                throw e;
            }
            store.tellUnreached(e);
            return store;
        } catch (IOException e) {
            store.close();
            throw e;
        } finally {
            store.bucket.calm();
        }
    }

    /// Says which cluster uses the bucket. The first one that does has it from then on, below this
    /// prefix; before it was seen to be theirs, nothing is put there, listed or deleted. A service
    /// that cannot be reached now is asked by whoever uses it next.
    ///
    /// @throws IOException when it is another cluster's, or the service refuses
    public void use(UUID cluster) throws IOException {
        user = cluster;
        if (!isReached()) {
            return;
        }
        bucket.hurry(OPENING_PATIENCE);
        try {
            requireOwn();
        } catch (UnreachableException e) {
            tellUnreached(e);
        } finally {
            bucket.calm();
        }
    }

    /// The process is about to end: from now on the store is given up when the service gives no
    /// answer for fifteen seconds, also by those who wait for it already, and fails at once then.
    public void hurry() {
        bucket.hurry(ENDING_PATIENCE);
    }

    @Override
    public StoredFile put(ObjectPath path, Path content) throws IOException {
        long size = Files.size(content);
        put(path, bucket.of(content));
        return new StoredFile(path, size);
    }

    @Override
    public void put(ObjectPath path, byte[] content) throws IOException {
        put(path, bucket.of(content));
    }

    private void put(ObjectPath path, Bucket.Making object) throws IOException {
        requireConditions();
        requireOwn();
        String mark = UUID.randomUUID().toString();
        for (int put = 1; !object.create(prefix + path, mark); put++) {
            String found = markOf(path);
            if (mark.equals(found)) {
                break;
            }
            if (found != null) {
                throw new FileAlreadyExistsException(path.value());
            }
            // Another put was under way, or an object was deleted meanwhile.
            if (put == PUTS_MAX) {
                throw new IOException(
                        bucket.failed("put", prefix + path)
                                + "the path was contended "
                                + put
                                + " times");
            }
        }
    }

    /// Null when there is no object.
    private @Nullable String markOf(ObjectPath path) throws IOException {
        try {
            return bucket.markOf(prefix + path);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    @Override
    public HeldFile hold(ObjectPath path) throws IOException {
        return hold(path, FileCache.ANY_SIZE);
    }

    @Override
    public HeldFile hold(ObjectPath path, long sizeBytes) throws IOException {
        return cache.hold(path, sizeBytes, target -> bucket.fetch(prefix + path, target));
    }

    @Override
    public byte[] read(ObjectPath path) throws IOException {
        return bucket.read(prefix + path);
    }

    @Override
    public List<ListedObject> listWithTimes(String pathPrefix) throws IOException {
        requireOwn();
        List<ListedObject> listed = new ArrayList<>();
        for (Bucket.Found object : bucket.list(prefix + pathPrefix)) {
            ObjectPath.find(object.name().substring(prefix.length()))
                    .map(path -> new ListedObject(path, object.sizeBytes(), object.storedAt()))
                    .ifPresent(listed::add);
        }
        listed.sort(Comparator.comparing(object -> object.path().value()));
        return listed;
    }

    @Override
    public void delete(ObjectPath path) throws IOException {
        requireOwn();
        bucket.delete(prefix + path);
        cache.remove(path);
    }

    /// Removes the local copies of all objects that nobody reads, but for those that are needed.
    /// What another process deletes of the bucket leaves its copy here.
    public void retainCopies(Predicate<ObjectPath> needed) {
        cache.retain(needed);
    }

    /// Ends the connections.
    @Override
    public void close() {
        bucket.close();
    }

    /// Whether the service has answered since the opening.
    public boolean isReached() {
        return conditionsKept;
    }

    /// Requires, once, that the bucket is no other cluster's.
    private void requireOwn() throws IOException {
        UUID cluster = user;
        if (cluster == null || isTheirs) {
            return;
        }
        String name = prefix + OWNER;
        String owner = owner(name, cluster);
        if (!owner.equals(cluster.toString())) {
            throw new IOException(
                    "the bucket is that of the cluster "
                            + owner
                            + ", as its object "
                            + name
                            + " says, and the catalog that of the cluster "
                            + cluster
                            + ": name the right catalog (catalog.dsn), another bucket, or another"
                            + " sluice.objectStore.prefix; where the first cluster is gone for"
                            + " good, remove what it has left, that object last");
        }
        isTheirs = true;
        tellReached();
    }

    private void tellUnreached(UnreachableException failure) {
        toldUnreached.set(true);
        LOGGER.atWarn()
                .addKeyValue("reason", failure.getMessage())
                .log("the object store cannot be reached yet");
    }

    private void tellReached() {
        if (toldUnreached.getAndSet(false)) {
            LOGGER.atInfo().log("the object store is reached");
        }
    }

    /// Whose the bucket is, which may be so from now on.
    private String owner(String name, UUID cluster) throws IOException {
        byte[] own = cluster.toString().getBytes(StandardCharsets.UTF_8);
        for (int put = 1; ; put++) {
            try {
                return new String(bucket.read(name), StandardCharsets.UTF_8).strip();
            } catch (NoSuchFileException missing) {
                // Another one may make it just now.
                if (put > PUTS_MAX) {
                    throw missing;
                }
                if (bucket.of(own).create(name, "owner")) {
                    return cluster.toString();
                }
            }
        }
    }

    /// Requires, once, that the service does not overwrite what is there.
    private void requireConditions() throws IOException {
        if (conditionsKept) {
            return;
        }
        String name = prefix + PROBE;
        Bucket.Making probe =
                bucket.of(
                        "seen by Sluice: nothing is overwritten here"
                                .getBytes(StandardCharsets.UTF_8));
        boolean made = probe.create(name, "first");
        boolean overwritten = made && probe.create(name, "second");
        if (overwritten) {
            throw new IOException(
                    bucket.failed("put", name)
                            + "the service overwrites objects although it is asked not to ("
                            + bucket.condition()
                            + "): use one that keeps conditional writes");
        }
        conditionsKept = true;
        tellReached();
    }
}
