/// Writing points: Sluice beside databases that take line protocol too, each a process of its own
/// on the same disk, loaded over HTTP.
///
/// Owns: the data, the load, the contenders and how each is fetched, started, settled and counted,
/// what a process used, where its processor time went. Start at
/// [dev.sluice.bench.ingest.IngestBench].
@NullMarked
package dev.sluice.bench.ingest;

import org.jspecify.annotations.NullMarked;
