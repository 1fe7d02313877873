// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.time.Instant;

/// A partition whose files compaction leaves as they are until somebody asks for it again (data.md
/// 7.3, 7.7).
///
/// @param tableId its table
/// @param partition its key, as [FileEntry#partition] has it
/// @param reason in words
/// @param fileCount how many live files it had then
/// @param rowCount how many rows those had
/// @param sizeBytes how large they were together
/// @param skippedAt when
public record SkippedPartition(
        long tableId,
        String partition,
        String reason,
        int fileCount,
        long rowCount,
        long sizeBytes,
        Instant skippedAt) {}
