// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Where immutable files live: put, get, list, delete; create-if-absent.
///
/// Owns: object paths and their only builder, and the receipt [dev.sluice.objectstore.StoredFile].
/// Does not own: what the bytes mean. Called by `dev.sluice.ingest` (put) and `dev.sluice.query`
/// (read). Start at [dev.sluice.objectstore.ObjectStore].
@NullMarked
package dev.sluice.objectstore;

import org.jspecify.annotations.NullMarked;
