// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Dimension;
import java.time.ZoneId;
import java.util.List;

/// What a subquery takes over from the query around it.
///
/// @param span bounds of time
/// @param dimensions the tags of GROUP BY, which the rows must keep
/// @param zone whose clock counts where the subquery names none
/// @param inside whether there is a query around it
record Inherited(TimeSpan span, List<Dimension> dimensions, ZoneId zone, boolean inside) {
    Inherited {
        dimensions = List.copyOf(dimensions);
    }
}
