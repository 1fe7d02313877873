// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.time.Instant;

/// An object as a listing shows it.
///
/// @param path where it is
/// @param sizeBytes how large
/// @param storedAt when it was put, by the store's clock
public record ListedObject(ObjectPath path, long sizeBytes, Instant storedAt) {}
