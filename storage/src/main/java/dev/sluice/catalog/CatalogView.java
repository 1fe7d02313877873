// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// The catalog for those who only look: one immutable snapshot at a time. Safe for many threads.
@FunctionalInterface
public interface CatalogView {

    /// What exists now. Costs nothing: a reference to an immutable value.
    CatalogSnapshot snapshot();
}
