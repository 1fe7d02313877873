// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import org.jspecify.annotations.Nullable;

/// What the rows under a SELECT of ours give: columns, and what was computed below.
@FunctionalInterface
interface Leaves {

    /// The value of a variable or a call, or null for a term that has to be computed of its parts.
    @Nullable Typed find(Term term);
}
