// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// InfluxQL on its way to execution: from its syntax tree to the tree that SQL becomes too (data.md
/// section 6).
///
/// Owns: what a statement means where there is a schema: wildcards, types, groups, bins, fills,
/// functions, the order of rows and the layout of series. A pure function of statement, schema and
/// time. Does not own: reading text and what needs no schema (`dev.sluice.influxql`), finding files
/// and buffered rows, running (`dev.sluice.query`). Start at
/// [dev.sluice.influxql.plan.InfluxqlPlanner].
@NullMarked
package dev.sluice.influxql.plan;

import org.jspecify.annotations.NullMarked;
