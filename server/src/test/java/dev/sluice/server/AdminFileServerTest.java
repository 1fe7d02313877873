// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.StubIdentityProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose section `admin` is a file of its own (admin.md 1.10).
final class AdminFileServerTest {
    private static final int LOOKS_MAX = 600;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    @TempDir private Path directory;

    @Test
    void takesTheFileAndItsChanges() throws Exception {
        try (StubIdentityProvider provider = StubIdentityProvider.start()) {
            String token = provider.accessToken().sign(provider.signer());
            Path file = Administration.of(provider).store(directory.resolve("etc"));
            Path data = directory.resolve("data");
            ConfigSource plain = OneServer.source(data, 0);
            ConfigSource source = new ConfigSource(null, file, Map.of(), plain.flags());
            try (OneServer server = new OneServer(data, source)) {
                assertThat(server.get("/api/v0/tokens", token).statusCode()).isEqualTo(200);

                new Administration(provider.keysUrl(), "somebody-else")
                        .store(directory.resolve("etc"));

                assertThat(statusOnceItIsNot(200, server, token)).isEqualTo(403);
            }
        }
    }

    private static int statusOnceItIsNot(int before, OneServer server, String token)
            throws Exception {
        int status = before;
        for (int look = 0; look < LOOKS_MAX && status == before; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            status = server.get("/api/v0/tokens", token).statusCode();
        }
        return status;
    }
}
