// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.partition.PartitionKey;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Parts the points of one table into files: by partition first, and a partition with many rows by
/// the hour. So late points meet the files of their own hour alone, and a partition with few rows
/// is not scattered over many files.
final class FileCut {
    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
    private static final long HOURS_PER_DAY = 24;

    private final PartitionTemplate template;
    private final int hourlyRowsMin;
    private final boolean byTag;
    private final List<String> keys = new ArrayList<>();

    /// By point: its file.
    private final int[] fileOf;

    private int fileCount;
    private final List<Integer> partitionOfFile = new ArrayList<>();

    /// @param hourlyRowsMin a partition with more rows is parted by the hour
    /// @param points the first place of each point in the order
    /// @param pointCount how many of them count
    FileCut(
            PartitionTemplate template,
            int hourlyRowsMin,
            SeriesOrder order,
            int[] points,
            int pointCount) {
        this.template = template;
        this.hourlyRowsMin = hourlyRowsMin;
        this.byTag =
                template.parts().stream().anyMatch(part -> !(part instanceof TemplatePart.Time));
        this.fileOf = new int[pointCount];
        int[] rowCounts = byPartition(order, points);
        byHour(order, points, rowCounts);
    }

    /// How many files there are; each has a point.
    int fileCount() {
        return fileCount;
    }

    /// The file of a point.
    int fileOf(int point) {
        return fileOf[point];
    }

    /// The partition of a file.
    String keyOf(int file) {
        return keys.get(partitionOfFile.get(file));
    }

    /// Gives each point its partition for a file.
    ///
    /// @return by partition: how many points it has
    private int[] byPartition(SeriesOrder order, int[] points) {
        Map<String, Integer> numbers = new HashMap<>();
        Map<Long, Integer> ofDay = new HashMap<>();
        List<int[]> counts = new ArrayList<>();
        int series = -1;
        long day = 0;
        int partition = -1;
        for (int point = 0; point < fileOf.length; point++) {
            int place = points[point];
            long pointDay = Math.floorDiv(hourOf(order, place), HOURS_PER_DAY);
            if (partition < 0 || pointDay != day || (byTag && order.seriesAt(place) != series)) {
                if (byTag && order.seriesAt(place) != series) {
                    ofDay.clear();
                }
                series = order.seriesAt(place);
                day = pointDay;
                partition = ofDay.computeIfAbsent(day, _ -> partition(order, place, numbers));
            }
            if (partition == counts.size()) {
                counts.add(new int[1]);
            }
            counts.get(partition)[0]++;
            fileOf[point] = partition;
        }
        return counts.stream().mapToInt(count -> count[0]).toArray();
    }

    private int partition(SeriesOrder order, int place, Map<String, Integer> numbers) {
        int series = order.seriesAt(place);
        String key =
                PartitionKey.render(template, tag -> order.tagOf(series, tag), order.timeAt(place));
        return numbers.computeIfAbsent(
                key,
                _ -> {
                    keys.add(key);
                    return keys.size() - 1;
                });
    }

    private record Hour(int partition, long hour) {}

    private void byHour(SeriesOrder order, int[] points, int[] rowCounts) {
        Map<Hour, Integer> files = new HashMap<>();
        Hour last = new Hour(-1, 0);
        int file = -1;
        for (int point = 0; point < fileOf.length; point++) {
            int partition = fileOf[point];
            long hour = rowCounts[partition] > hourlyRowsMin ? hourOf(order, points[point]) : 0;
            if (partition != last.partition() || hour != last.hour()) {
                last = new Hour(partition, hour);
                file = files.computeIfAbsent(last, this::addFile);
            }
            fileOf[point] = file;
        }
    }

    private int addFile(Hour of) {
        partitionOfFile.add(of.partition());
        return fileCount++;
    }

    /// Hours since the epoch.
    private static long hourOf(SeriesOrder order, int place) {
        return Math.floorDiv(order.timeAt(place), NANOS_PER_HOUR);
    }
}
