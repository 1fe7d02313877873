// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster before its provider is there, and what becomes of it then (admin.md 1.1 and 2.4).
final class ProviderLaterTest {
    private static final String DATABASES = "/api/v0/databases";

    @TempDir private Path directory;

    @Test
    @Conforms({"A-36", "A-37"})
    void withAProviderThatIsDownItStartsAndTheAdminTokenWorks() throws Exception {
        try (StubIdentityProvider provider = StubIdentityProvider.start()) {
            String token = provider.accessToken().sign(provider.signer());
            provider.goDown();
            try (OneServer server = started(provider)) {
                HttpResponse<String> answer = server.get(DATABASES, token);

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(server.get(DATABASES, server.adminToken()).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    @Conforms("A-38")
    void aProviderIsIntegratedAfterTheFirstDeployment() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            server.postJson(DATABASES, server.adminToken(), "{\"name\":\"before\"}");
        }
        try (StubIdentityProvider provider = StubIdentityProvider.start();
                OneServer server = started(provider)) {
            String token = provider.accessToken().sign(provider.signer());

            assertThat(server.get(DATABASES, token).body()).contains("\"name\":\"before\"");
            assertThat(server.get(DATABASES, server.adminToken()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Conforms("A-70")
    void revokingTheAdminTokenEndsTheOldOneAndMakesANewOne() throws Exception {
        String old;
        try (OneServer server = new OneServer(directory)) {
            old = server.adminToken();
            assertThat(server.get(DATABASES, old).statusCode()).isEqualTo(200);
        }
        deleteSecrets();
        try (OneServer server = new OneServer(directory)) {
            assertThat(server.get(DATABASES, old).statusCode()).isEqualTo(401);
            assertThat(server.get(DATABASES, server.adminToken()).statusCode()).isEqualTo(200);
        }
    }

    private OneServer started(StubIdentityProvider provider) throws IOException {
        return new OneServer(
                directory,
                OneServer.source(directory, 0, Administration.of(provider).store(directory)));
    }

    private void deleteSecrets() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("secrets"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
