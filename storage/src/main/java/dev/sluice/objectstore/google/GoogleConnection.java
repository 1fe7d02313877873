// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.sluice.config.GoogleConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.tls.TlsContexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// How the service is asked: how long, as whom.
final class GoogleConnection {
    private static final List<String> SCOPES = List.of(StorageScopes.DEVSTORAGE_READ_WRITE);

    /// Google's have some 2400.
    private static final int KEY_BYTES_MAX = 64 << 10;

    /// Beyond the first: after 401, with a new token. Everything else is for [Attempts].
    private static final int RETRIES_OF_THE_LIBRARY = 1;

    private static final String WITHOUT_KEY =
            "give a key in "
                    + GoogleConfig.KEY_VARIABLE
                    + " or "
                    + GoogleConfig.KEY_FILE_VARIABLE
                    + ", since the account of this machine gets no access token: ";

    /// What fails is told by us, once. Held, since the JDK forgets loggers that nobody holds.
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("com.google.api"), Logger.getLogger("com.google.auth"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private GoogleConnection() {}

    /// Asks nothing yet.
    ///
    /// @param key null for the account of the machine
    /// @param endpoint where the service is; null for where Google has it
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    /// @throws IOException when the key is none
    static Storage open(
            GoogleConfig.@Nullable Key key, @Nullable URI endpoint, List<TrustManager> trusted)
            throws IOException {
        NetHttpTransport transport =
                new NetHttpTransport.Builder()
                        .setSslSocketFactory(TlsContexts.of(trusted, List.of()).getSocketFactory())
                        .build();
        HttpCredentialsAdapter account =
                new HttpCredentialsAdapter(credentials(key, () -> transport));
        Storage.Builder client =
                new Storage.Builder(
                                transport,
                                GsonFactory.getDefaultInstance(),
                                request -> prepare(request, account, key != null))
                        .setApplicationName("sluice");
        if (endpoint != null) {
            String root = endpoint.toString();
            client.setRootUrl(root.endsWith("/") ? root : root + "/");
        }
        return client.build();
    }

    private static void prepare(HttpRequest request, HttpCredentialsAdapter account, boolean hasKey)
            throws IOException {
        try {
            account.initialize(request);
        } catch (IOException e) {
            throw hasKey ? e : new IOException(WITHOUT_KEY + e.getMessage(), e);
        }
        request.setNumberOfRetries(RETRIES_OF_THE_LIBRARY)
                .setConnectTimeout(Math.toIntExact(Bucket.CONNECT_TIMEOUT.toMillis()))
                .setReadTimeout(Math.toIntExact(Bucket.SILENCE_TIMEOUT.toMillis()))
                .setLoggingEnabled(false);
    }

    private static GoogleCredentials credentials(
            GoogleConfig.@Nullable Key key, HttpTransportFactory transports) throws IOException {
        if (key == null) {
            return ComputeEngineCredentials.newBuilder()
                    .setHttpTransportFactory(transports)
                    .setScopes(SCOPES)
                    .build();
        }
        byte[] json =
                switch (key) {
                    case GoogleConfig.KeyText(Secret text) ->
                            text.reveal().getBytes(StandardCharsets.UTF_8);
                    case GoogleConfig.KeyFile(Path file) -> read(file);
                };
        try {
            return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(json), transports)
                    .toBuilder()
                    .setScopes(SCOPES)
                    .setDefaultRetriesEnabled(false)
                    .build();
        } catch (IOException | RuntimeException _) {
            // Without the cause, which may show a part of the key.
            throw new IOException(
                    "objectStore.google has no key of a service account: give the JSON file that"
                            + " Google made for the account, whole");
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(KEY_BYTES_MAX);
        } catch (IOException e) {
            throw new IOException(
                    "objectStore.google cannot read its key in "
                            + file
                            + ": see who may read it, and "
                            + GoogleConfig.KEY_FILE_VARIABLE,
                    e);
        }
    }
}
