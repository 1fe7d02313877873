// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What ends: files that have expired, objects of no file, and what was deleted long enough ago;
/// and snapshots of the catalog, which keep objects from ending.
///
/// Owns: when what is removed, and why that harms nobody ([dev.sluice.collector.UnknownObjects]);
/// when the catalog is copied, and what a copy in the object store consists of. Does not own: how
/// the catalog is copied, and what becomes of what ends there (`dev.sluice.catalog`), how objects
/// are removed (`dev.sluice.objectstore`), hiding expired rows from queries (`dev.sluice.query`).
/// Start at [dev.sluice.collector.Collector].
@NullMarked
package dev.sluice.collector;

import org.jspecify.annotations.NullMarked;
