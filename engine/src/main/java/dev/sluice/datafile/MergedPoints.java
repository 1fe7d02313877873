// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.TableRows;
import dev.sluice.partition.PartitionTemplate;
import java.util.ArrayList;
import java.util.List;

/// Rows of one table from several places, each point once with the newest value of each field, as
/// files hold them.
public final class MergedPoints {
    private MergedPoints() {}

    /// Merges rows.
    ///
    /// @param batches oldest first, at least one; within a batch the later row is the newer
    /// @return a batch or more, no two of which share a point
    public static List<TableRows> of(List<TableRows> batches) {
        PointMerge merge =
                new PointMerge(
                        batches,
                        PartitionTemplate.DEFAULT,
                        Integer.MAX_VALUE,
                        WorkPool.CALLER_ALONE);
        List<TableRows> merged = new ArrayList<>();
        for (int part = 0; part < merge.fileCount(); part++) {
            merged.add(merge.file(part).rows());
        }
        return merged;
    }
}
