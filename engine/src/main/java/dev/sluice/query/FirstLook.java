// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.plan.SimpleSelect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a query may look at a part of the rows first that may be all it needs. Where that was
/// not enough, it is planned again with [#NONE].
///
/// @param atPart whether it may
/// @param rows the rows that it wants, where its tree does not show that; or null
/// @param stretches the same of stretches of time
record FirstLook(boolean atPart, @Nullable LeadingRows rows, @Nullable NewestBins stretches) {
    /// As its tree says ([RowSample]).
    static final FirstLook BY_TREE = new FirstLook(true, null, null);

    /// Everything is read that the answer may need.
    static final FirstLook NONE = new FirstLook(false, null, null);

    /// As a statement of InfluxQL says, or its tree.
    ///
    /// @param selects what it asks for, where that is simple; else none
    static FirstLook of(List<SimpleSelect> selects) {
        return new FirstLook(true, LeadingRows.of(selects), NewestBins.of(selects));
    }

    /// The rows of a table that are looked at first, or null for all.
    @Nullable LeadingRows leading(RowSample ofTree) {
        return atPart && ofTree.leading() != null ? ofTree.leading() : rows;
    }

    /// The stretches of time that are looked at first, or null for all.
    @Nullable NewestBins newest(RowSample ofTree) {
        return atPart && ofTree.bins() != null ? ofTree.bins() : stretches;
    }
}
