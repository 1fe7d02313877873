// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import dev.sluice.config.S3Config;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.SmallObjects;
import dev.sluice.objectstore.StoredFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in a bucket, made under the condition that there is none yet (`If-None-Match: *`), and
/// read through a cache of local files.
///
/// A request that is sent again after its answer was lost meets its own object. So each put leaves
/// a mark of its own on the object and looks at the mark when the path is taken.
public final class S3ObjectStore implements ObjectStore, SmallObjects, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(S3ObjectStore.class);

    private static final String NO_OBJECT_YET = "*";
    private static final int CONFLICT = 409;
    private static final int CONDITION_FAILED = 412;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    /// Metadata of each object: which put made it.
    private static final String MARK = "sluice-put";

    /// Made at each start to see whether conditions are kept. No object path starts with a dot.
    private static final String PROBE = ".create-if-absent";

    /// How often a put is begun anew when the service says that another one was under way.
    private static final int PUTS_MAX = 5;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final FileCache cache;

    /// Whether the service was seen to keep conditions.
    private volatile boolean conditionsKept;

    private S3ObjectStore(S3Client client, String bucket, String prefix, FileCache cache) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.cache = cache;
    }

    /// Opens a bucket and sees whether it can be used. A service that cannot be reached now is no
    /// reason to fail: the log takes writes meanwhile.
    ///
    /// @param prefix what all names begin with, before a slash; empty for none
    /// @param cache local copies of objects of this bucket and prefix
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    /// @throws IOException when the service refuses, such as for wrong keys or a missing bucket, or
    ///   overwrites objects against the condition
    public static S3ObjectStore open(
            S3Config config, String prefix, FileCache cache, List<TrustManager> trusted)
            throws IOException {
        S3ObjectStore store =
                new S3ObjectStore(
                        S3Connection.open(config, trusted),
                        config.bucket(),
                        prefix.isEmpty() ? "" : prefix + "/",
                        cache);
        try {
            store.requireConditions();
            return store;
        } catch (UnreachableException e) {
            LOGGER.atWarn().setCause(e).log("the object store cannot be reached yet");
            return store;
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    /// The service gave no answer, or says that it cannot answer now.
    private static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public StoredFile put(ObjectPath path, Path content) throws IOException {
        long size = Files.size(content);
        put(path, RequestBody.fromFile(content));
        return new StoredFile(path, size);
    }

    @Override
    public void put(ObjectPath path, byte[] content) throws IOException {
        put(path, RequestBody.fromBytes(content));
    }

    private void put(ObjectPath path, RequestBody content) throws IOException {
        requireConditions();
        String mark = UUID.randomUUID().toString();
        for (int put = 1; !create(prefix + path, mark, content); put++) {
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
                        describe("put", path.value()) + "the path was contended " + put + " times");
            }
        }
    }

    @Override
    public HeldFile hold(ObjectPath path) throws IOException {
        return cache.hold(path, target -> fetch(path, target));
    }

    @Override
    public byte[] read(ObjectPath path) throws IOException {
        try {
            return client.getObject(
                            request -> request.bucket(bucket).key(prefix + path),
                            ResponseTransformer.toBytes())
                    .asByteArray();
        } catch (NoSuchKeyException _) {
            throw new NoSuchFileException(path.value());
        } catch (SdkException e) {
            throw failed("get", path.value(), e);
        }
    }

    @Override
    public List<ListedObject> listWithTimes(String pathPrefix) throws IOException {
        List<ListedObject> found = new ArrayList<>();
        try {
            for (S3Object object :
                    client.listObjectsV2Paginator(
                                    request -> request.bucket(bucket).prefix(prefix + pathPrefix))
                            .contents()) {
                ObjectPath.find(object.key().substring(prefix.length()))
                        .map(path -> new ListedObject(path, object.size(), object.lastModified()))
                        .ifPresent(found::add);
            }
        } catch (SdkException e) {
            throw failed("list", pathPrefix, e);
        }
        found.sort(Comparator.comparing(listed -> listed.path().value()));
        return found;
    }

    @Override
    public void delete(ObjectPath path) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + path));
        } catch (SdkException e) {
            throw failed("delete", path.value(), e);
        }
        cache.remove(path);
    }

    /// Ends the connections.
    @Override
    public void close() {
        client.close();
    }

    /// Requires, once, that the service does not overwrite what is there.
    private void requireConditions() throws IOException {
        if (conditionsKept) {
            return;
        }
        String name = prefix + PROBE;
        RequestBody content = RequestBody.fromString("seen by Sluice: nothing is overwritten here");
        boolean made = create(name, "first", content);
        boolean overwritten = made && create(name, "second", content);
        if (overwritten) {
            throw new IOException(
                    describe("put", PROBE)
                            + "the service overwrites objects although it is asked not to"
                            + " (If-None-Match: *): use one that keeps conditional writes");
        }
        conditionsKept = true;
    }

    /// Makes an object.
    ///
    /// @return false when there is one, or one is being made
    private boolean create(String key, String mark, RequestBody content) throws IOException {
        try {
            client.putObject(
                    request ->
                            request.bucket(bucket)
                                    .key(key)
                                    .ifNoneMatch(NO_OBJECT_YET)
                                    .metadata(Map.of(MARK, mark)),
                    content);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == CONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw failed("put", key, e);
        } catch (SdkException e) {
            throw failed("put", key, e);
        }
    }

    /// Which put made the object: empty for one of another program, null when there is none.
    private @Nullable String markOf(ObjectPath path) throws IOException {
        try {
            return client.headObject(request -> request.bucket(bucket).key(prefix + path))
                    .metadata()
                    .getOrDefault(MARK, "");
        } catch (NoSuchKeyException _) {
            return null;
        } catch (SdkException e) {
            throw failed("head", path.value(), e);
        }
    }

    private void fetch(ObjectPath path, Path target) throws IOException {
        try {
            GetObjectResponse fetched =
                    client.getObject(
                            request -> request.bucket(bucket).key(prefix + path),
                            ResponseTransformer.toFile(target));
            if (fetched.contentLength() != Files.size(target)) {
                throw new IOException(
                        describe("get", path.value())
                                + Files.size(target)
                                + " bytes came of "
                                + fetched.contentLength());
            }
        } catch (NoSuchKeyException _) {
            throw new NoSuchFileException(path.value());
        } catch (SdkException e) {
            throw failed("get", path.value(), e);
        }
    }

    private IOException failed(String verb, String name, SdkException cause) {
        String message = describe(verb, name) + cause.getMessage();
        return isUnreachable(cause)
                ? new UnreachableException(message, cause)
                : new IOException(message, cause);
    }

    private String describe(String verb, String name) {
        return "the object store did not " + verb + " s3://" + bucket + "/" + name + ": ";
    }

    private static boolean isUnreachable(SdkException failure) {
        if (failure instanceof S3Exception answer) {
            int status = answer.statusCode();
            return status >= 500 || status == TIMED_OUT || status == TOO_MANY_REQUESTS;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
