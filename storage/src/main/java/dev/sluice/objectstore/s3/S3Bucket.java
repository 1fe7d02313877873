// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import dev.sluice.config.S3Config;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of a service that speaks S3. The condition of a put is `If-None-Match: *`.
public final class S3Bucket implements Bucket {
    private static final String NO_OBJECT_YET = "*";
    private static final int CONFLICT = 409;
    private static final int CONDITION_FAILED = 412;

    /// Metadata of each object: which put made it.
    private static final String MARK = "sluice-put";

    private final S3Client client;
    private final String bucket;

    /// Asks nothing yet.
    ///
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    public S3Bucket(S3Config config, List<TrustManager> trusted) {
        this.client = S3Connection.open(config, trusted);
        this.bucket = config.bucket();
    }

    @Override
    public Making of(Path content) {
        return (name, mark) -> create(name, mark, RequestBody.fromFile(content));
    }

    @Override
    public Making of(byte[] content) {
        RequestBody body = RequestBody.fromBytes(content);
        return (name, mark) -> create(name, mark, body);
    }

    private boolean create(String name, String mark, RequestBody content) throws IOException {
        try {
            client.putObject(
                    request ->
                            request.bucket(bucket)
                                    .key(name)
                                    .ifNoneMatch(NO_OBJECT_YET)
                                    .metadata(Map.of(MARK, mark)),
                    content);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == CONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw failure("put", name, e);
        } catch (SdkException e) {
            throw failure("put", name, e);
        }
    }

    @Override
    public String markOf(String name) throws IOException {
        try {
            return client.headObject(request -> request.bucket(bucket).key(name))
                    .metadata()
                    .getOrDefault(MARK, "");
        } catch (NoSuchKeyException _) {
            throw new NoSuchFileException(name);
        } catch (SdkException e) {
            throw failure("head", name, e);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try {
            ResponseBytes<GetObjectResponse> read =
                    client.getObject(
                            request -> request.bucket(bucket).key(name),
                            ResponseTransformer.toBytes());
            byte[] bytes = read.asByteArray();
            requireWhole(name, bytes.length, announcedBytes(name, read.response()));
            return bytes;
        } catch (NoSuchKeyException _) {
            throw new NoSuchFileException(name);
        } catch (SdkException e) {
            throw failure("get", name, e);
        }
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        try {
            GetObjectResponse fetched =
                    client.getObject(
                            request -> request.bucket(bucket).key(name),
                            ResponseTransformer.toFile(target));
            requireWhole(name, Files.size(target), announcedBytes(name, fetched));
        } catch (NoSuchKeyException _) {
            throw new NoSuchFileException(name);
        } catch (SdkException e) {
            throw failure("get", name, e);
        }
    }

    /// An answer that broke off before it said so looks like one of no bytes.
    private long announcedBytes(String name, GetObjectResponse answer) throws IOException {
        Long bytes = answer.contentLength();
        if (bytes == null) {
            throw new IOException(failed("get", name) + "the answer does not say how long it is");
        }
        return bytes;
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        List<Found> found = new ArrayList<>();
        try {
            for (S3Object object :
                    client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                            .contents()) {
                found.add(new Found(object.key(), object.size(), object.lastModified()));
            }
        } catch (SdkException e) {
            throw failure("list", prefix, e);
        }
        return found;
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(name));
        } catch (SdkException e) {
            throw failure("delete", name, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String condition() {
        return "If-None-Match: " + NO_OBJECT_YET;
    }

    @Override
    public String failed(String verb, String name) {
        return "the object store did not " + verb + " s3://" + bucket + "/" + name + ": ";
    }

    private IOException failure(String verb, String name, SdkException cause) {
        String message = failed(verb, name) + cause.getMessage();
        return isUnreachable(cause)
                ? new UnreachableException(message, cause)
                : new IOException(message, cause);
    }

    private static boolean isUnreachable(SdkException failure) {
        if (failure instanceof S3Exception answer) {
            return UnreachableException.isSaidBy(answer.statusCode());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
