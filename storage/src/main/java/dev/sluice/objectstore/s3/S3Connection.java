// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.s3;

import dev.sluice.config.S3Config;
import dev.sluice.objectstore.Bucket;
import java.util.List;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// How the service is asked: how long, how often, as whom.
final class S3Connection {
    private S3Connection() {}

    /// @param trusted whose certificates to trust; none for those that the JDK knows
    static S3Client open(S3Config config, List<TrustManager> trusted) {
        Apache5HttpClient.Builder http =
                Apache5HttpClient.builder()
                        .connectionTimeout(Bucket.CONNECT_TIMEOUT)
                        .socketTimeout(Bucket.SILENCE_TIMEOUT)
                        .maxConnections(Bucket.CONNECTIONS_MAX)
                        .connectionAcquisitionTimeout(Bucket.ATTEMPT_TIMEOUT);
        if (!trusted.isEmpty()) {
            http.tlsTrustManagersProvider(() -> trusted.toArray(TrustManager[]::new));
        }
        S3ClientBuilder client =
                S3Client.builder()
                        .region(Region.of(config.region()))
                        .credentialsProvider(credentials(config))
                        .httpClientBuilder(http)
                        .overrideConfiguration(settings ->
                                settings.apiCallAttemptTimeout(Bucket.ATTEMPT_TIMEOUT)
                                        .apiCallTimeout(Bucket.REQUEST_TIMEOUT)
                                        .retryStrategy(retries()));
        if (config.endpoint() != null) {
            client.endpointOverride(config.endpoint()).forcePathStyle(true);
        }
        return client.build();
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        S3Config.AccessKeys keys = config.keys();
        return keys == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKey(), keys.secretKey().reveal()));
    }

    /// Without the client's own budget for it, which an outage spends, or puts that met their own
    /// object: then nothing would be asked again for long.
    private static RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(Bucket.ATTEMPTS_MAX)
                .circuitBreakerEnabled(false)
                .build();
    }
}
