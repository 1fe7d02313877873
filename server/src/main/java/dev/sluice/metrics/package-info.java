// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// What can be watched from outside: named meters, and how Prometheus reads them.
///
/// Owns: the meters' names, which are part of the product's face. Does not own: the port
/// (`dev.sluice.http`), logging, audit. Other rooms know nothing of meters; they tell of events,
/// and the assembly connects the two. Start at [dev.sluice.metrics.Meters].
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
