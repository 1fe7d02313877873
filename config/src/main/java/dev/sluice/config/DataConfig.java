// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;

/// `sluice.data`: where everything is kept.
///
/// @param directory holds catalog, log, files, secrets and audit log; relative to the working
///   directory
/// @param freeBytesMin with less free on its disk, writes are answered *busy*; 0 is no limit
public record DataConfig(Path directory, long freeBytesMin) {
    /// Beside where the server was started.
    public static final String DIRECTORY_DEFAULT = "sluice-data";

    /// 256 MiB: room to put into files what is in the log.
    public static final long FREE_BYTES_MIN_DEFAULT = 256L << 20;
}
