// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// A catalog in a store that can be copied.
public interface StoredCatalog extends Catalog {

    /// What copies it, on connections of its own.
    CatalogDump dump();
}
