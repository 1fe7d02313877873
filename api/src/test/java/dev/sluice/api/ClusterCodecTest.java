// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClusterCodecTest {
    private static ClusterBody cluster(@Nullable Instant createdAt) {
        return new ClusterBody(
                new ClusterIds(new UUID(1, 2), new UUID(3, 4)),
                "cluster-host.com",
                "ready",
                "https://cluster-host.com:8086",
                "1.2.3",
                createdAt);
    }

    @Test
    void writesTheCluster() {
        Instant made = Instant.parse("2026-01-02T03:04:05.006Z");

        assertThat(new String(ClusterCodec.write(cluster(made)), UTF_8))
                .isEqualTo(
                        """
                        {"accountId":"00000000-0000-0001-0000-000000000002",\
                        "clusterId":"00000000-0000-0003-0000-000000000004",\
                        "name":"cluster-host.com","state":"ready",\
                        "url":"https://cluster-host.com:8086","version":"1.2.3",\
                        "createdAt":"2026-01-02T03:04:05.006Z"}\
                        """);
    }

    @Test
    void leavesOutWhatNobodyWroteDown() {
        assertThat(new String(ClusterCodec.write(cluster(null)), UTF_8))
                .doesNotContain("createdAt")
                .endsWith("\"version\":\"1.2.3\"}");
    }

    @Test
    void readsWhatItWrites() {
        assertThat(ClusterCodec.read(ClusterCodec.write(cluster(null)))).isEqualTo(cluster(null));
        assertThat(ClusterCodec.read(ClusterCodec.write(cluster(Instant.EPOCH))))
                .isEqualTo(cluster(Instant.EPOCH));
    }

    @Test
    void refusesAnswerWithoutIds() {
        assertThatThrownBy(() -> ClusterCodec.read("{\"name\":\"x\"}".getBytes(UTF_8)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("accountId is required");
    }
}
