/// How fast Sluice is, beside its peers: `./sluice bench`. A program for people: it does not ship,
/// and no test times anything.
///
/// Owns: the command line. Does not own: rounds, medians and reports (`dev.sluice.bench.measure`),
/// nor what is measured (a package for each subject). Start at [dev.sluice.bench.Main].
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
