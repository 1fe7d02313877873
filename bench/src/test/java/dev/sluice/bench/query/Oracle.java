// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bench.ingest.CpuData;
import dev.sluice.bench.ingest.Dataset;
import dev.sluice.bench.ingest.Values;
import dev.sluice.bench.measure.CpuTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/// Answers the queries by what the suite says of them, from the lines that were written, as simply
/// as it can be done.
final class Oracle {
    private static final Pattern TIME = Pattern.compile("'(2016-[^']+)'");
    private static final Pattern HOST = Pattern.compile("'(host_\\d+)'");
    private static final int MINUTES = 5;

    private final List<SortedMap<String, Object>> rows = new ArrayList<>();

    Oracle(Stored stored) {
        CpuData data = new CpuData(Dataset.SEED, stored.hosts(), Values.INT);
        for (byte[] batch : data.batches(stored.rows(), 1_000)) {
            new String(batch, US_ASCII).lines().map(Oracle::row).forEach(rows::add);
        }
    }

    private static SortedMap<String, Object> row(String line) {
        String[] parts = line.split(" ", -1);
        SortedMap<String, Object> row = new TreeMap<>();
        for (String tag : parts[0].substring("cpu,".length()).split(",", -1)) {
            row.put(tag.split("=", -1)[0], tag.split("=", -1)[1]);
        }
        for (String field : parts[1].split(",", -1)) {
            String[] pair = field.split("=", -1);
            row.put(pair[0], Double.valueOf(pair[1].replace("i", "")));
        }
        row.put("time", Long.valueOf(parts[2]));
        return row;
    }

    /// What the answer is.
    Answer answer(DevopsQuery query, Question question) {
        List<Long> times =
                TIME.matcher(question.influxQl())
                        .results()
                        .map(found -> nanos(found.group(1)))
                        .toList();
        List<String> hosts =
                HOST.matcher(question.influxQl()).results().map(found -> found.group(1)).toList();
        Predicate<SortedMap<String, Object>> asked =
                row ->
                        times.size() < 2
                                || (time(row) >= times.get(0)
                                        && time(row) < times.get(1)
                                        && (hosts.isEmpty() || hosts.contains(host(row))));
        String[] words = query.name().split("-", -1);
        List<SortedMap<String, Object>> found =
                switch (query.name()) {
                    case "cpu-max-all-8" -> grouped(asked, Duration.ofHours(1), 10, false);
                    case "double-groupby-1", "double-groupby-5" ->
                            grouped(asked, Duration.ofHours(1), Integer.parseInt(words[2]), true);
                    case "double-groupby-all" -> grouped(asked, Duration.ofHours(1), 10, true);
                    case "high-cpu-1" ->
                            rows.stream()
                                    .filter(asked)
                                    .filter(row -> number(row, "usage_user") > 90)
                                    .toList();
                    case "groupby-orderby-limit" -> lastMinutes(times.getFirst());
                    case "lastpoint" -> lastPoints();
                    case "tag values" ->
                            rows.stream()
                                    .map(Oracle::host)
                                    .distinct()
                                    .map(Oracle::onlyHost)
                                    .toList();
                    default ->
                            grouped(
                                    asked,
                                    Duration.ofMinutes(1),
                                    Integer.parseInt(words[2]),
                                    false);
                };
        return Answer.of(found, false);
    }

    private List<SortedMap<String, Object>> lastMinutes(long end) {
        List<SortedMap<String, Object>> all =
                grouped(row -> time(row) < end, Duration.ofMinutes(1), 1, false);
        return all.subList(Math.max(0, all.size() - MINUTES), all.size());
    }

    private List<SortedMap<String, Object>> lastPoints() {
        SortedMap<String, SortedMap<String, Object>> last = new TreeMap<>();
        rows.forEach(row -> last.put(host(row), row));
        return List.copyOf(last.values());
    }

    /// Means by host, or the largest of all hosts.
    private List<SortedMap<String, Object>> grouped(
            Predicate<SortedMap<String, Object>> asked, Duration bin, int fields, boolean means) {
        SortedMap<String, List<SortedMap<String, Object>>> groups = new TreeMap<>();
        for (SortedMap<String, Object> row : rows) {
            if (asked.test(row)) {
                long start = time(row) - time(row) % bin.toNanos();
                groups.computeIfAbsent(start + (means ? host(row) : ""), _ -> new ArrayList<>())
                        .add(row);
            }
        }
        List<SortedMap<String, Object>> result = new ArrayList<>();
        for (List<SortedMap<String, Object>> group : groups.values()) {
            SortedMap<String, Object> row = new TreeMap<>();
            long first = time(group.getFirst());
            row.put("time", first - first % bin.toNanos());
            if (means) {
                row.put("hostname", host(group.getFirst()));
            }
            for (String field : CpuTable.FIELDS.subList(0, fields)) {
                DoubleStream values = group.stream().mapToDouble(one -> number(one, field));
                row.put(field, means ? values.average().orElseThrow() : values.max().orElseThrow());
            }
            result.add(row);
        }
        return result;
    }

    private static SortedMap<String, Object> onlyHost(String host) {
        SortedMap<String, Object> row = new TreeMap<>();
        row.put("hostname", host);
        return row;
    }

    private static Object value(SortedMap<String, Object> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static double number(SortedMap<String, Object> row, String column) {
        return (double) value(row, column);
    }

    private static long time(SortedMap<String, Object> row) {
        return (long) value(row, "time");
    }

    private static String host(SortedMap<String, Object> row) {
        return (String) value(row, "hostname");
    }

    private static long nanos(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
