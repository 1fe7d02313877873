// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import java.util.List;
import java.util.Locale;

/// One figure of `--perf-debug`, in the order of the table (admin.md 3.7).
///
/// @param key in JSON
/// @param label in the table
/// @param trailer the name behind `x-influxdata-` under which the cluster sends it
/// @param unit how a table writes it
record Measurement(String key, String label, String trailer, Unit unit) {
    /// What the cluster measures.
    static final List<Measurement> OF_CLUSTER =
            List.of(
                    seconds("compute", "Compute Duration"),
                    seconds("execution", "Execution Duration"),
                    count("ingester_latency_data", "Ingester Latency Data"),
                    count("ingester_latency_plan", "Ingester Latency Plan"),
                    count("ingester_partition_count", "Ingester Partition Count"),
                    bytes("ingester_response_bytes", "Ingester Response"),
                    count("ingester_response_rows", "Ingester Response Rows"),
                    bytes("max_memory_bytes", "Max Memory"),
                    count("parquet_files", "Parquet Files"),
                    count("partitions", "Partitions"),
                    seconds("planning", "Planning Duration"),
                    seconds("queue", "Queue Duration"));

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    /// How a figure is written.
    enum Unit {
        /// As it is.
        COUNT,
        /// In the largest of s, ms and µs that leaves a digit before the point.
        SECONDS,
        /// In multiples of 1024.
        BYTES
    }

    /// The value as a table shows it; what is no number is shown as it came.
    String shown(String value) {
        try {
            return switch (unit) {
                case COUNT -> value;
                case SECONDS -> duration(Double.parseDouble(value));
                case BYTES -> size(Double.parseDouble(value));
            };
        } catch (NumberFormatException _) {
            return value;
        }
    }

    static String duration(double seconds) {
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.3f s", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.1f \u00b5s", seconds * 1e6);
    }

    static String size(double bytes) {
        double rest = bytes;
        int unit = 0;
        while (rest >= 1024 && unit < BYTE_UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        String format = unit == 0 || rest >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, rest, BYTE_UNITS[unit]);
    }

    private static Measurement seconds(String name, String label) {
        return new Measurement(
                name + "_duration_secs", label, name + "-duration-seconds", Unit.SECONDS);
    }

    private static Measurement count(String key, String label) {
        return new Measurement(key, label, key.replace('_', '-'), Unit.COUNT);
    }

    private static Measurement bytes(String key, String label) {
        return new Measurement(key, label, key.replace('_', '-'), Unit.BYTES);
    }
}
