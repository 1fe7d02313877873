// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.measure.Quantity;
import java.util.List;

/// What is told of each contender.
final class Figures {
    static final Quantity LINES = new Quantity("lines", "lines acknowledged", "1/s");
    static final Quantity MEGABYTES =
            new Quantity("megabytes", "line protocol acknowledged", "MB/s");
    static final Quantity HALF =
            new Quantity("p50", "a batch until it is acknowledged, median", "ms");
    static final Quantity NEARLY_ALL =
            new Quantity("p99", "a batch until it is acknowledged, 99 of 100", "ms");
    static final Quantity REFUSALS = new Quantity("refusals", "answers of 503, obeyed", "");
    static final Quantity CPU_SETTLED =
            new Quantity("cpu", "CPU time of a million lines, until all is settled", "s");
    static final Quantity CPU_ACKNOWLEDGED =
            new Quantity("cpuAcknowledged", "of it until the last acknowledgement", "s");
    static final Quantity SETTLED =
            new Quantity("settled", "from the first request until all is settled", "s");
    static final Quantity DATA = new Quantity("data", "on the disk, stopped, a row", "B");
    static final Quantity LOG = new Quantity("log", "its log on the disk, stopped, a row", "B");
    static final Quantity WRITTEN = new Quantity("written", "written to the disk, a row", "B");
    static final Quantity PEAK = new Quantity("peak", "most resident memory", "MB");

    /// In the order of the report.
    static final List<Quantity> ALL =
            List.of(
                    LINES,
                    MEGABYTES,
                    HALF,
                    NEARLY_ALL,
                    REFUSALS,
                    CPU_SETTLED,
                    CPU_ACKNOWLEDGED,
                    SETTLED,
                    DATA,
                    LOG,
                    WRITTEN,
                    PEAK);

    private Figures() {}
}
