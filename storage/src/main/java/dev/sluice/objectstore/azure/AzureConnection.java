// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.sluice.config.AzureConfig;
import dev.sluice.objectstore.Bucket;
import dev.sluice.tls.TlsContexts;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// How the service is asked: how long, how often, as whom.
final class AzureConnection {
    /// Before the second attempt; it doubles.
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private static final Duration RETRY_DELAY_MAX = Duration.ofSeconds(20);

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private AzureConnection() {}

    /// @param endpoint where the account's blobs are; null for where Microsoft has them
    /// @param trusted whose certificates to trust; none for those that the JDK knows
    static BlobContainerClient open(
            String container,
            AzureConfig.Account account,
            @Nullable URI endpoint,
            List<TrustManager> trusted) {
        HttpClient.Builder http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(TlsContexts.of(trusted, List.of()));
        return new BlobContainerClientBuilder()
                .endpoint(address(account, endpoint))
                .containerName(container)
                .credential(
                        new StorageSharedKeyCredential(
                                account.name(), account.accessKey().reveal()))
                .httpClient(
                        new JdkHttpClientBuilder(http)
                                .connectionTimeout(Bucket.CONNECT_TIMEOUT)
                                .writeTimeout(Bucket.SILENCE_TIMEOUT)
                                .responseTimeout(Bucket.SILENCE_TIMEOUT)
                                .readTimeout(Bucket.SILENCE_TIMEOUT)
                                .build())
                .retryOptions(
                        new RequestRetryOptions(
                                RetryPolicyType.EXPONENTIAL,
                                Bucket.ATTEMPTS_MAX,
                                Bucket.ATTEMPT_TIMEOUT,
                                RETRY_DELAY,
                                RETRY_DELAY_MAX,
                                null))
                .buildClient();
    }

    private static String address(AzureConfig.Account account, @Nullable URI endpoint) {
        if (endpoint == null) {
            return "https://" + account.name() + ".blob.core.windows.net";
        }
        if (endpoint.getPort() >= 0) {
            return endpoint.toString();
        }
        // The library takes the first segment of the path for an account only behind a port.
        int port = "http".equalsIgnoreCase(endpoint.getScheme()) ? HTTP_PORT : HTTPS_PORT;
        return endpoint.getRawPath().length() <= 1
                ? endpoint.toString()
                : endpoint.getScheme()
                        + "://"
                        + endpoint.getHost()
                        + ":"
                        + port
                        + endpoint.getRawPath();
    }
}
