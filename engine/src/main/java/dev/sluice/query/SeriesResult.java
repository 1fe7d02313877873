// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.plan.SeriesLayout;

/// What one statement of InfluxQL gives.
///
/// @param rows ordered series by series; the reader closes it
/// @param layout how its columns are read
public record SeriesResult(ResultStream rows, SeriesLayout layout) {}
