// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room ends writes, with the cause, and nothing else.
final class DiskLimitTest {
    /// More than any disk has.
    private static final long ALL_THERE_IS = 1L << 60;

    @TempDir private Path directory;

    private OneServer server(long freeBytesMin) {
        ConfigSource usual = OneServer.source(directory, 0);
        Map<String, String> flags = new HashMap<>(usual.flags());
        flags.put("data.freeBytesMin", String.valueOf(freeBytesMin));
        return new OneServer(directory, new ConfigSource(null, Map.of(), flags));
    }

    @Test
    void writesAreRefusedWithTheCauseAndQueriesGoOn() throws Exception {
        try (OneServer server = server(0)) {
            server.postJson("/api/v0/databases", server.adminToken(), "{\"name\":\"plant\"}");
            assertThat(server.write("plant", server.adminToken(), "m x=1").statusCode())
                    .isEqualTo(204);
        }

        try (OneServer server = server(ALL_THERE_IS)) {
            HttpResponse<String> answer = server.write("plant", server.adminToken(), "m x=2");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("sluice.data.freeBytesMin");
            assertThat(server.query("plant", server.adminToken(), "SELECT x FROM m"))
                    .containsExactly("1.0");
        }
        try (OneServer server = server(0)) {
            assertThat(server.write("plant", server.adminToken(), "m x=3").statusCode())
                    .isEqualTo(204);
        }
    }
}
