// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.sluice.config.GoogleConfig;
import dev.sluice.testkit.BucketServer;
import dev.sluice.testkit.GoogleServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Buckets of one that keeps the rules of Google's JSON API.
final class GoogleServerTest extends BucketServerContract {
    private static GoogleServer google;

    @BeforeAll
    static void start() throws IOException {
        google = GoogleServer.start();
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Override
    BucketServer service() {
        return google;
    }

    @Override
    BucketServer secured(TestCertificate certificate) throws IOException {
        return GoogleServer.start(certificate);
    }

    @Override
    String endpointSetting() {
        return "googleEndpoint";
    }

    @Override
    Map<String, String> environment(BucketServer service) {
        return key(((GoogleServer) service).key());
    }

    private static Map<String, String> key(String key) {
        return Map.of(GoogleConfig.KEY_VARIABLE, key);
    }

    @Override
    String address(String bucket) {
        return "gs://" + bucket + "/";
    }

    /// What is in every private key of RSA, and how every access token begins.
    @Override
    String[] secrets() {
        return new String[] {"PRIVATE KEY", "IBADANBgkqhkiG9w0BAQEFAASC", "ya29."};
    }

    /// The latter not even where somebody has everything logged.
    @Test
    void keepsFilesInTheBucketAndTellsNobodyTheKey() throws Exception {
        google.createBucket("secret");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            try (OneServer server = open("data", "secret")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1\nm f=2 2").statusCode())
                        .isEqualTo(204);
            }
            assertThat(files(google, "secret"))
                    .hasSize(1)
                    .allMatch(name -> name.startsWith("one/two/data/"));
            try (OneServer server = open("data", "secret")) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
            }

            for (String wrong : List.of(google.wrongKey(), google.key().substring(1))) {
                assertThatThrownBy(() -> open(google, key(wrong), "data", "secret").close())
                        .hasMessageContaining(
                                wrong.startsWith("{")
                                        ? "gs://secret/one/two/.create-if-absent: no access token:"
                                                + " status 400, invalid_grant: Invalid JWT"
                                        : "objectStore.google has no key of a service account")
                        .satisfies(e ->
                                assertThat(ThrowableProxyUtil.asString(new ThrowableProxy(e)))
                                        .doesNotContain(secrets()));
            }
            assertThat(log.text()).doesNotContain(secrets());
        }
    }
}
