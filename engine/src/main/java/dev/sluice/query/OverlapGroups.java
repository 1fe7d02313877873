// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts sources whose time ranges overlap together, so that only those are compared row by row
/// (data.md 7.6, 3). Two rows of the same point are always in the same group.
final class OverlapGroups {
    private OverlapGroups() {}

    /// Sources that may hold the same points.
    ///
    /// @param files in order of commit
    /// @param batches in order of the log
    record Group(List<FileEntry> files, List<TableRows> batches) {
        /// Whether each point is in it once at most: a file is unique by itself, a batch may not
        /// be.
        boolean isUnique() {
            return files.size() <= 1 && batches.isEmpty();
        }
    }

    private record Source(long min, long max, int order, Object content) {}

    /// @param files in order of commit
    /// @param batches in order of the log, each with at least one row
    static List<Group> of(List<FileEntry> files, List<TableRows> batches) {
        List<Source> sources = new ArrayList<>();
        for (FileEntry file : files) {
            sources.add(new Source(file.timeNanosMin(), file.timeNanosMax(), sources.size(), file));
        }
        for (TableRows batch : batches) {
            sources.add(
                    new Source(batch.timeNanosMin(), batch.timeNanosMax(), sources.size(), batch));
        }
        sources.sort(Comparator.comparingLong(Source::min));
        List<Group> groups = new ArrayList<>();
        List<Source> current = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (Source source : sources) {
            if (!current.isEmpty() && source.min() > reach) {
                groups.add(group(current));
                current.clear();
            }
            reach = current.isEmpty() ? source.max() : Math.max(reach, source.max());
            current.add(source);
        }
        if (!current.isEmpty()) {
            groups.add(group(current));
        }
        return groups;
    }

    private static Group group(List<Source> sources) {
        sources.sort(Comparator.comparingInt(Source::order));
        List<FileEntry> files = new ArrayList<>();
        List<TableRows> batches = new ArrayList<>();
        for (Source source : sources) {
            switch (source.content()) {
                case FileEntry file -> files.add(file);
                case TableRows batch -> batches.add(batch);
                default -> throw new IllegalStateException("neither file nor batch");
            }
        }
        return new Group(files, batches);
    }
}
