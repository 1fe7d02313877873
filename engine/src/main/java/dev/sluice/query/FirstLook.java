// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.jspecify.annotations.Nullable;

/// Whether a query may look at a part of the rows first that may be all it needs. Where that was
/// not enough, it is planned again with [#NONE].
///
/// @param atPart whether it may
/// @param wanted the rows that it wants, where its tree does not show that; or null
record FirstLook(boolean atPart, @Nullable LeadingRows wanted) {
    /// As its tree says ([RowSample]).
    static final FirstLook BY_TREE = new FirstLook(true, null);

    /// Everything is read that the answer may need.
    static final FirstLook NONE = new FirstLook(false, null);

    /// The same for a query that wants these rows.
    static FirstLook of(@Nullable LeadingRows wanted) {
        return new FirstLook(true, wanted);
    }

    /// The rows of a table that are looked at first, or null for all.
    @Nullable LeadingRows leading(RowSample ofTree) {
        return atPart && ofTree.leading() != null ? ofTree.leading() : wanted;
    }
}
