// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The suite that every catalog passes, [dev.sluice.catalog.CatalogContract].
@NullMarked
package dev.sluice.catalog;

import org.jspecify.annotations.NullMarked;
