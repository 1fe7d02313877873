// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.ingest.ProcessFigures.ThreadTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What numbers alone do not tell.
public final class Remarks {
    private Remarks() {}

    /// What was done to and promised by each.
    static List<String> of(List<Database> databases, int heapMebibytes) {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                "Each JVM has a heap of %d MiB; memory beside the heap is each one's own affair."
                        .formatted(heapMebibytes));
        remarks.add(
                "Each round has a process and a directory of its own, all on one disk, warmed up by"
                        + " a quarter of the rows, at most 500000. On the disk: allocated blocks"
                        + " after it was stopped, warm-up included. Settled: as below, and less than"
                        + " a tenth of a processor used for 2 s; these 2 s do not count.");
        for (Database database : databases) {
            remarks.add(
                    switch (database) {
                        case SLUICE ->
                                "Sluice syncs its log before it answers. Settled: its log is empty,"
                                        + " all rows are in Parquet files (what is left is flushed"
                                        + " after "
                                        + SluiceStore.FLUSH_INTERVAL_SECONDS
                                        + " s instead of 300 s).";
                        case QUESTDB ->
                                "QuestDB does not sync before it answers (cairo.commit.mode=nosync,"
                                        + " its default): what it acknowledged is in the system's"
                                        + " memory. Settled: all transactions of its log are"
                                        + " applied; nothing was synced then either. It tidies"
                                        + " its log up after "
                                        + QuestDbStore.TIDY_MILLIS
                                        + " ms without writes instead of minutes.";
                        case INFLUXDB ->
                                "InfluxDB syncs its log before it answers (its default). Settled:"
                                        + " its cache is in files and its log is empty (after "
                                        + InfluxDbStore.SNAPSHOT_SECONDS
                                        + " s without writes instead of 600 s); it was not made to"
                                        + " compact fully, which it does after 4 h. It is not a JVM"
                                        + " and has no limit of its heap.";
                    });
        }
        return remarks;
    }

    /// Where Sluice's processor time went.
    public static List<String> ofProfile(Collection<ThreadTime> threads, HotMethods methods) {
        List<String> remarks = new ArrayList<>();
        remarks.add("");
        remarks.add("Sluice's CPU time by thread:");
        remarks.addAll(Profile.threads(threads));
        remarks.add("");
        remarks.add("Its Java threads' samples by the method that ran:");
        remarks.addAll(methods.running());
        remarks.add("");
        remarks.add("The same by the nearest class of Sluice's own:");
        remarks.addAll(methods.ownClasses());
        remarks.add("");
        remarks.add("The same by Sluice's own methods, with what they call:");
        remarks.addAll(methods.ownWithin());
        return remarks;
    }
}
