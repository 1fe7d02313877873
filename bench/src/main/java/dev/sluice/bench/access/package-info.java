/// How fast administrators are verified and let in, and what a flood of bad tokens costs.
///
/// Owns: the benchmarks of administrative authentication, their tokens, their identity provider,
/// their server, and the small program that loads it over HTTP. Does not own: rounds, medians and
/// the report (`dev.sluice.bench`). Start at [dev.sluice.bench.access.AccessBench].
@NullMarked
package dev.sluice.bench.access;

import org.jspecify.annotations.NullMarked;
