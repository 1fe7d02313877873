/// Measuring on a machine that is shared and noisy: contenders take turns, several rounds long;
/// what is told are medians and ratios.
///
/// Owns: turns, medians, ratios, the report as table and as JSON, running JMH. Does not own: what
/// is measured. Start at [dev.sluice.bench.measure.Rounds].
@NullMarked
package dev.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
