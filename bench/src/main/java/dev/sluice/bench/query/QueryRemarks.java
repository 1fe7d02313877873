// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.Database;
import dev.sluice.testkit.FilesBelow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What numbers alone do not tell.
final class QueryRemarks {
    private static final long MEGABYTE = 1_000_000;

    private QueryRemarks() {}

    /// How everybody was asked.
    ///
    /// @param scratch where the databases have their files
    static List<String> of(QueryBench bench, Path scratch) throws IOException {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                "%d hosts, %d hours, %d rows of %s values, written %d at once; all databases run at once, and the others rest while one is asked. Each JVM has a heap of %d MiB."
                        .formatted(
                                bench.stored().hosts(),
                                bench.stored().hours(),
                                bench.stored().rows(),
                                bench.values().name().toLowerCase(Locale.ROOT),
                                bench.stored().batchLines(),
                                bench.heapMebibytes()));
        remarks.add(
                "Until the answer is there: from the question to the last byte, which nobody parses but"
                        + " for what the next line says; each turn %d s after as long to warm up, and after as long for each of all queries."
                                .formatted(bench.asked().turn().toSeconds()));
        for (Database database : bench.databases()) {
            remarks.add(
                    switch (database) {
                        case SLUICE ->
                                "Sluice is asked in SQL through Flight%s, and as InfluxDB is. State of the rows: %s; %s"
                                        .formatted(
                                                switch (bench.asked().reading()) {
                                                    case WIRE -> "";
                                                    case ARROW ->
                                                            " with Arrow's Java client, which makes vectors of the answers";
                                                },
                                                bench.state().name().toLowerCase(Locale.ROOT),
                                                files(scratch.resolve(database.name())));
                        case QUESTDB ->
                                "QuestDB is asked in SQL over HTTP (/exec) and answers in JSON.";
                        case INFLUXDB ->
                                "InfluxDB is asked in InfluxQL over HTTP (/query, epoch=ns) and answers in JSON.";
                    });
        }
        return remarks;
    }

    private static String files(Path home) throws IOException {
        Path log = home.resolve("data/log");
        int files = FilesBelow.ending(".parquet", home.resolve("data")).size();
        long logBytes = 0;
        for (Path path : FilesBelow.all(log)) {
            logBytes += path.toFile().length();
        }
        return "%d files, those merged included, and %d MB of log"
                .formatted(files, logBytes / MEGABYTE);
    }
}
