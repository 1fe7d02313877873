// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.FileContent;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.sluice.config.GoogleConfig;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A bucket of Google Cloud Storage; an object is made by one request. The condition of a put is
/// `ifGenerationMatch=0`. Checksums are compared on both ways.
public final class GoogleBucket implements Bucket {
    private static final long NO_OBJECT_YET = 0;
    private static final int NOT_FOUND = 404;
    private static final int CONDITION_FAILED = 412;

    /// Metadata of each object: which put made it.
    private static final String MARK = "sluice-put";

    /// What is done to an object that is there.
    private static final Set<String> ABOUT_ONE = Set.of("head", "get", "delete");

    private static final String BYTES = "application/octet-stream";

    /// As many as the service lists at once.
    private static final int LISTED_AT_ONCE_MAX = 1000;

    private final Storage client;
    private final String bucket;

    private GoogleBucket(Storage client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /// Asks nothing yet.
    ///
    /// @param endpoint where the service is; null for where Google has it
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    /// @throws IOException when the settings have a key that is none, or that cannot be read
    public static GoogleBucket of(
            GoogleConfig config, @Nullable URI endpoint, List<TrustManager> trusted)
            throws IOException {
        return new GoogleBucket(
                GoogleConnection.open(config.key(), endpoint, trusted), config.bucket());
    }

    @Override
    public Making of(Path content) {
        return (name, mark) -> create(name, mark, Checksum.of(content), content);
    }

    /// @param checksum that the service compares with what it gets
    boolean create(String name, String mark, String checksum, Path content) throws IOException {
        return create(name, mark, checksum, new FileContent(BYTES, content.toFile()));
    }

    @Override
    public Making of(byte[] content) {
        byte[] own = content.clone();
        String checksum = Checksum.of(own);
        return (name, mark) -> create(name, mark, checksum, new ByteArrayContent(BYTES, own));
    }

    private boolean create(
            String name, String mark, String checksum, AbstractInputStreamContent content)
            throws IOException {
        StorageObject object =
                new StorageObject()
                        .setName(name)
                        .setContentType(BYTES)
                        .setCrc32c(checksum)
                        .setMetadata(Map.of(MARK, mark));
        return ask(
                "put",
                name,
                () -> {
                    Storage.Objects.Insert put =
                            client.objects()
                                    .insert(bucket, object, content)
                                    .setIfGenerationMatch(NO_OBJECT_YET)
                                    .setFields("generation");
                    put.setDisableGZipContent(true);
                    put.getMediaHttpUploader()
                            .setDirectUploadEnabled(true)
                            .setDisableGZipContent(true);
                    try {
                        StorageObject _ = put.execute();
                        return true;
                    } catch (HttpResponseException e) {
                        if (e.getStatusCode() == CONDITION_FAILED) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public String markOf(String name) throws IOException {
        StorageObject found =
                ask(
                        "head",
                        name,
                        () -> client.objects().get(bucket, name).setFields("metadata").execute());
        return found.getMetadata() == null ? "" : found.getMetadata().getOrDefault(MARK, "");
    }

    @Override
    public byte[] read(String name) throws IOException {
        return ask(
                "get",
                name,
                () -> {
                    ByteArrayOutputStream content = new ByteArrayOutputStream();
                    download(name, content);
                    return content.toByteArray();
                });
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        Path _ =
                ask(
                        "get",
                        name,
                        () -> {
                            try (OutputStream file = Files.newOutputStream(target)) {
                                download(name, file);
                            }
                            return target;
                        });
    }

    /// @throws IOException also when fewer bytes come than the service announced
    private void download(String name, OutputStream target) throws IOException {
        Storage.Objects.Get get = client.objects().get(bucket, name);
        get.getRequestHeaders().setAcceptEncoding(null);
        HttpResponse answer = get.executeMedia();
        try {
            Checksum.Stream checked = new Checksum.Stream(target);
            answer.download(checked);
            checked.require(answer.getHeaders().getHeaderStringValues("x-goog-hash"));
        } catch (IOException e) {
            answer.disconnect();
            throw e;
        }
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        List<Found> found = new ArrayList<>();
        String page = null;
        do {
            Storage.Objects.List next =
                    client.objects()
                            .list(bucket)
                            .setPrefix(prefix)
                            .setMaxResults((long) LISTED_AT_ONCE_MAX)
                            .setPageToken(page)
                            .setFields("items(name,size,timeCreated),nextPageToken");
            Objects listed = ask("list", prefix, next::execute);
            if (listed.getItems() != null) {
                listed.getItems().forEach(object -> found.add(found(object)));
            }
            page = listed.getNextPageToken();
        } while (page != null);
        return found;
    }

    private static Found found(StorageObject object) {
        return new Found(
                object.getName(),
                object.getSize().longValueExact(),
                Instant.ofEpochMilli(object.getTimeCreated().getValue()));
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            String _ =
                    ask(
                            "delete",
                            name,
                            () -> {
                                Void _ = client.objects().delete(bucket, name).execute();
                                return name;
                            });
        } catch (NoSuchFileException _) {
            // There is none.
        }
    }

    /// Nothing to do: the JDK ends connections that nobody uses.
    @Override
    public void close() {}

    @Override
    public String condition() {
        return "ifGenerationMatch=" + NO_OBJECT_YET;
    }

    @Override
    public String failed(String verb, String name) {
        return "the object store did not " + verb + " gs://" + bucket + "/" + name + ": ";
    }

    private <T> T ask(String verb, String name, Attempts.Request<T> request) throws IOException {
        try {
            return Attempts.STANDARD.send(request, GoogleBucket::mayPass);
        } catch (InterruptedIOException e) {
            throw new UnreachableException(failed(verb, name) + e.getMessage(), e);
        } catch (IOException e) {
            HttpResponseException answer = answer(e);
            if (ABOUT_ONE.contains(verb) && isObjectMissing(answer)) {
                throw new NoSuchFileException(name);
            }
            String message = failed(verb, name) + reason(e, answer);
            throw mayPass(e) && !(e instanceof Checksum.Mismatch)
                    ? new UnreachableException(message, e)
                    : new IOException(message, e);
        }
    }

    /// Whether it is the network, or an answer that may be another one later.
    private static boolean mayPass(IOException failure) {
        HttpResponseException answer = answer(failure);
        return answer == null || UnreachableException.isSaidBy(answer.getStatusCode());
    }

    /// What the service of objects or that of tokens answered; null where nobody did.
    private static @Nullable HttpResponseException answer(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                return answer;
            }
        }
        return null;
    }

    /// Not the bucket, which is told by the same status.
    private static boolean isObjectMissing(@Nullable HttpResponseException answer) {
        return answer instanceof GoogleJsonResponseException
                && answer.getStatusCode() == NOT_FOUND
                && !GoogleAnswer.of(answer).contains("bucket does not exist");
    }

    private static String reason(IOException failure, @Nullable HttpResponseException answer) {
        if (answer == null) {
            return GoogleAnswer.oneLine(
                    failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
        String words = GoogleAnswer.of(answer);
        return (answer instanceof GoogleJsonResponseException ? "" : "no access token: ")
                + "status "
                + answer.getStatusCode()
                + (words.isEmpty() ? "" : ", " + words);
    }
}
