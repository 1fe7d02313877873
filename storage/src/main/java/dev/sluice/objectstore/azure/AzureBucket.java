// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.sluice.config.AzureConfig;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.UnreachableException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A container of Azure Blob Storage; an object is a block blob that one request makes. The
/// condition of a put is `If-None-Match: *`.
public final class AzureBucket implements Bucket {
    private static final String NO_OBJECT_YET = "*";

    private static final Set<BlobErrorCode> TAKEN =
            Set.of(BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET);

    private static final Set<BlobErrorCode> MISSING = Set.of(BlobErrorCode.BLOB_NOT_FOUND);

    /// Metadata of each object: which put made it. Its name has to be one of C#.
    private static final String MARK = "sluice_put";

    /// Metadata by which accounts with a hierarchical namespace tell directories, which they make
    /// by themselves and list as if they were objects.
    private static final String DIRECTORY = "hdi_isfolder";

    private static final Pattern WORDS = Pattern.compile("<Message>([^<\\r\\n]+)");

    /// As many as S3 lists.
    private static final int LISTED_AT_ONCE_MAX = 1000;

    private final BlobContainerClient client;
    private final String bucket;
    private final String account;

    private AzureBucket(BlobContainerClient client, String bucket, String account) {
        this.client = client;
        this.bucket = bucket;
        this.account = account;
    }

    /// Asks nothing yet.
    ///
    /// @param endpoint where the account's blobs are; null for where Microsoft has them
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    /// @throws IOException when the settings name no account, or have no key of it
    public static AzureBucket of(
            AzureConfig config, @Nullable URI endpoint, List<TrustManager> trusted)
            throws IOException {
        AzureConfig.Account account = config.account();
        if (account == null) {
            throw new IOException(
                    "objectStore.azure has no account, or no key of it: give account and accessKey,"
                            + " or the variables "
                            + AzureConfig.ACCOUNT_VARIABLE
                            + " and "
                            + AzureConfig.KEY_VARIABLE);
        }
        return new AzureBucket(
                AzureConnection.open(config.bucket(), account, endpoint, trusted),
                config.bucket(),
                account.name());
    }

    /// A request that may read and write files, too.
    private interface Request<T> {
        T send() throws IOException;
    }

    @Override
    public Making of(Path content) {
        return (name, mark) -> create(name, mark, BinaryData.fromFile(content));
    }

    @Override
    public Making of(byte[] content) {
        BinaryData body = BinaryData.fromBytes(content.clone());
        return (name, mark) -> create(name, mark, body);
    }

    private boolean create(String name, String mark, BinaryData content) throws IOException {
        return ask(
                "put",
                name,
                () -> {
                    try {
                        blob(name)
                                .uploadWithResponse(
                                        new BlockBlobSimpleUploadOptions(content)
                                                .setMetadata(Map.of(MARK, mark))
                                                .setRequestConditions(
                                                        new BlobRequestConditions()
                                                                .setIfNoneMatch(NO_OBJECT_YET)),
                                        REQUEST_TIMEOUT,
                                        Context.NONE);
                        return true;
                    } catch (BlobStorageException e) {
                        if (isSaid(TAKEN, e)) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public String markOf(String name) throws IOException {
        return ask(
                "head",
                name,
                () ->
                        blob(name)
                                .getPropertiesWithResponse(null, REQUEST_TIMEOUT, Context.NONE)
                                .getValue()
                                .getMetadata()
                                .getOrDefault(MARK, ""));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return ask(
                "get",
                name,
                () ->
                        blob(name)
                                .downloadContentWithResponse(
                                        retries(), null, REQUEST_TIMEOUT, Context.NONE)
                                .getValue()
                                .toBytes());
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        BlobDownloadResponse fetched =
                ask(
                        "get",
                        name,
                        () -> {
                            try (OutputStream file = Files.newOutputStream(target)) {
                                return blob(name)
                                        .downloadStreamWithResponse(
                                                file,
                                                null,
                                                retries(),
                                                null,
                                                false,
                                                REQUEST_TIMEOUT,
                                                Context.NONE);
                            }
                        });
        requireWhole(name, Files.size(target), fetched.getDeserializedHeaders().getContentLength());
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        ListBlobsOptions options =
                new ListBlobsOptions()
                        .setPrefix(prefix)
                        .setMaxResultsPerPage(LISTED_AT_ONCE_MAX)
                        .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        return ask(
                "list",
                prefix,
                () -> {
                    List<Found> found = new ArrayList<>();
                    for (BlobItem blob : client.listBlobs(options, REQUEST_TIMEOUT)) {
                        if (!isDirectory(blob)) {
                            found.add(
                                    new Found(
                                            blob.getName(),
                                            blob.getProperties().getContentLength(),
                                            blob.getProperties().getLastModified().toInstant()));
                        }
                    }
                    return found;
                });
    }

    private static boolean isDirectory(BlobItem blob) {
        return blob.getMetadata() != null && "true".equals(blob.getMetadata().get(DIRECTORY));
    }

    @Override
    public void delete(String name) throws IOException {
        boolean _ =
                ask(
                        "delete",
                        name,
                        () ->
                                blob(name)
                                        .deleteIfExistsWithResponse(
                                                null, null, REQUEST_TIMEOUT, Context.NONE)
                                        .getValue());
    }

    /// Nothing to do: the JDK ends connections that nobody uses.
    @Override
    public void close() {}

    @Override
    public String condition() {
        return "If-None-Match: " + NO_OBJECT_YET;
    }

    @Override
    public String failed(String verb, String name) {
        return "the object store did not "
                + verb
                + " azure://"
                + account
                + "/"
                + bucket
                + "/"
                + name
                + ": ";
    }

    private BlockBlobClient blob(String name) {
        return client.getBlobClient(name).getBlockBlobClient();
    }

    private static DownloadRetryOptions retries() {
        return new DownloadRetryOptions().setMaxRetryRequests(ATTEMPTS_MAX - 1);
    }

    private <T> T ask(String verb, String name, Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (BlobStorageException e) {
            if (isSaid(MISSING, e)) {
                throw new NoSuchFileException(name);
            }
            throw failure(
                    failed(verb, name) + answered(e),
                    e,
                    UnreachableException.isSaidBy(e.getStatusCode()));
        } catch (RuntimeException e) {
            Throwable reason = reason(e);
            throw failure(
                    failed(verb, name)
                            + (reason.getMessage() == null ? reason : reason.getMessage()),
                    reason,
                    reason instanceof IOException || reason instanceof TimeoutException);
        }
    }

    private static IOException failure(String message, Throwable cause, boolean isUnreachable) {
        return isUnreachable
                ? new UnreachableException(message, cause)
                : new IOException(message, cause);
    }

    /// Whether one of these is the answer. What stands on the way to the service answers without a
    /// code.
    private static boolean isSaid(Set<BlobErrorCode> codes, BlobStorageException answer) {
        BlobErrorCode code = answer.getErrorCode();
        return code != null && codes.contains(code);
    }

    /// The words of the service, without the lines that number the request.
    private static String answered(BlobStorageException answer) {
        BlobErrorCode code = answer.getErrorCode();
        Matcher words = WORDS.matcher(String.valueOf(answer.getServiceMessage()));
        return "status "
                + answer.getStatusCode()
                + (code == null ? "" : ", " + code)
                + (words.find() ? ": " + words.group(1).strip() : "");
    }

    /// What the network did, below what the library wraps it in, with every attempt's trace.
    private static Throwable reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return cause;
            }
        }
        return failure;
    }
}
