// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many caches are kept; [DistributionTest] shows what they do.
final class StartUpCacheTest {
    @TempDir private Path kept;

    @Test
    void keepsTheNewestOfEachProgram() throws IOException {
        for (int age = 1; age <= StartUpCache.KEPT_MAX + 2; age++) {
            cache("influxctl-" + age + ".aot", age);
        }
        cache("sluice-1.aot", 99);

        new StartUpCache(kept).prune(Product.COMMAND_LINE);

        try (var files = Files.list(kept)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "influxctl-1.aot",
                            "influxctl-2.aot",
                            "influxctl-3.aot",
                            "sluice-1.aot");
        }
    }

    private void cache(String name, int daysOld) throws IOException {
        Instant time = Instant.parse("2026-06-01T00:00:00Z").minusSeconds(86_400L * daysOld);
        Files.setLastModifiedTime(Files.createFile(kept.resolve(name)), FileTime.from(time));
    }
}
