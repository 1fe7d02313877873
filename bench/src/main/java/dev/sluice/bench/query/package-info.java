/// Asking: Sluice beside databases with the same rows, each a process of its own, with the devops
/// queries of the Time Series Benchmark Suite.
///
/// Owns: the queries in three languages, how each database is asked, comparing answers, states of
/// the data, restarts, the large SELECT. Does not own: the data, and how a database is fetched,
/// started and loaded (`dev.sluice.bench.ingest`). Start at [dev.sluice.bench.query.QueryBench].
@NullMarked
package dev.sluice.bench.query;

import org.jspecify.annotations.NullMarked;
