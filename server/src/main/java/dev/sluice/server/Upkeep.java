// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.Duty;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.Turn;
import dev.sluice.collector.Collector;
import dev.sluice.compaction.CompactionLimits;
import dev.sluice.compaction.Compactor;
import dev.sluice.config.ServerConfig;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.metrics.Meters;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.DataFileReader;
import java.util.UUID;

/// Starts what keeps stored files in order, in a process that does everything or one that does
/// nothing else.
///
/// @param config when files are merged, and when what is removed
/// @param directory for files in the making
/// @param catalog what exists
/// @param files data files
/// @param inUse those of them that this process reads
/// @param tenure for how long it is this process's turn, where others do the same
/// @param meters count
/// @param host where the server runs
record Upkeep(
        ServerConfig config,
        DataDirectory directory,
        StoredCatalog catalog,
        DataFileStore files,
        ObjectsInUse inUse,
        Turn.Tenure tenure,
        Meters meters,
        Host host) {

    /// Starts to merge files.
    ///
    /// @param reader reads them
    /// @param opened takes charge of closing
    /// @return tells whether it is this process's turn
    Turn merge(DataFileReader reader, Opened opened) {
        Turn turn = opened.add(catalog.turn(Duty.MERGING, tenure));
        Compactor compactor =
                new Compactor(
                        new Compactor.Stores(
                                catalog,
                                files.objects(),
                                inUse,
                                reader::read,
                                new OwnParquetEncoder(),
                                directory.compactionDirectory(),
                                UUID::randomUUID,
                                turn),
                        CompactionLimits.of(config.compaction(), host.heapBytesMax()),
                        host.clock(),
                        meters.compaction());
        DataDirectory.startIn(directory.compactionDirectory(), compactor::start);
        opened.add(compactor);
        return turn;
    }

    /// Starts to remove what has ended, and to make snapshots of the catalog.
    ///
    /// @param opened takes charge of closing
    /// @return tells whether it is this process's turn
    Turn collect(Opened opened) {
        Turn turn = opened.add(catalog.turn(Duty.COLLECTING, tenure));
        Collector collector =
                new Collector(
                        config.collector(),
                        new Collector.Stores(
                                catalog,
                                files.objects(),
                                inUse,
                                catalog.dump(),
                                directory.snapshotDirectory(),
                                host.version(),
                                turn),
                        host.clock(),
                        System::nanoTime,
                        meters.collector());
        collector.start();
        opened.add(collector);
        return turn;
    }
}
