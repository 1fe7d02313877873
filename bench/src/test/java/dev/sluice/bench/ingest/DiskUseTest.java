// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskUseTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir private Path directory;

    @Test
    void readsTheTotal() {
        assertThat(DiskUse.total("4\t/a\n12\t/b\n16\ttotal\n")).isEqualTo(16 * 1_024);
    }

    @Test
    void tellsLogAndDataApart() throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path within = Files.createDirectory(data.resolve("log"));
        DiskUse before = DiskUse.of(directory, List.of(data), List.of(within));
        Files.write(data.resolve("rows"), new byte[3 * MEBIBYTE]);
        Files.write(within.resolve("segment"), new byte[MEBIBYTE]);

        DiskUse after = DiskUse.of(directory, List.of(data), List.of(within));

        assertThat(after.dataBytes() - before.dataBytes()).isEqualTo(3 * MEBIBYTE);
        assertThat(after.logBytes() - before.logBytes()).isEqualTo(MEBIBYTE);
    }

    @Test
    void logMayBeBesideOrMissing() throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path log = Files.createDirectory(directory.resolve("log"));
        Files.write(log.resolve("segment"), new byte[MEBIBYTE]);

        assertThat(DiskUse.of(directory, List.of(data), List.of(log)).logBytes())
                .isGreaterThanOrEqualTo(MEBIBYTE);
        assertThat(DiskUse.of(directory, List.of(data), List.of()).logBytes()).isZero();
        assertThat(DiskUse.of(directory, List.of(data), List.of(log)).dataBytes())
                .isEqualTo(DiskUse.of(directory, List.of(data), List.of()).dataBytes());
    }
}
