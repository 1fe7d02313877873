// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the compactor's variables; the bounds of each stand here.
final class CompactionReader {
    private static final String PREFIX = "INFLUXDB_IOX_COMPACTION_";
    private static final long FILE_BYTES_MIN = 1L << 20;
    private static final long FILE_BYTES_MAX = 1L << 40;
    private static final int FILES_MAX = 10_000;

    private CompactionReader() {}

    /// Where they are read from.
    ///
    /// @param top the whole file, where there is one
    static ComponentVariables variables(
            @Nullable Section top, Map<String, String> environment, Findings findings) {
        return new ComponentVariables("compactor", PREFIX, top, environment, findings);
    }

    /// Reads all of them.
    static CompactionConfig read(ComponentVariables variables) {
        CompactionConfig standard = CompactionConfig.DEFAULT;
        CompactionConfig config =
                new CompactionConfig(
                        variables.whole(
                                PREFIX + "MAX_DESIRED_FILE_SIZE_BYTES",
                                standard.fileBytesMax(),
                                FILE_BYTES_MIN,
                                FILE_BYTES_MAX),
                        percent(variables, "PERCENTAGE_MAX_FILE_SIZE", standard.smallFilePercent()),
                        percent(variables, "SPLIT_PERCENTAGE", standard.splitPercent()),
                        files(variables, "MAX_NUM_FILES_PER_PLAN", standard.filesMax()),
                        files(variables, "MIN_NUM_L1_FILES_TO_COMPACT", standard.level1FilesMin()));
        variables.warnOfUnknown();
        return config;
    }

    private static int percent(ComponentVariables variables, String name, int whenAbsent) {
        return Math.toIntExact(variables.whole(PREFIX + name, whenAbsent, 1, 99));
    }

    private static int files(ComponentVariables variables, String name, int whenAbsent) {
        return Math.toIntExact(variables.whole(PREFIX + name, whenAbsent, 2, FILES_MAX));
    }
}
