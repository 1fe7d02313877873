// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

/// Proof that an object is in the store, whole and synced. Issued by an [ObjectStore] alone; the
/// catalog takes no other word for a file.
///
/// @param path where it is
/// @param sizeBytes how large
public record StoredFile(ObjectPath path, long sizeBytes) {}
