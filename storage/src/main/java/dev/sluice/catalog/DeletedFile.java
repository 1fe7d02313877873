// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.time.Instant;

/// A file that no query reads any more, and that the collector has not forgotten yet. It never
/// comes back.
///
/// @param file what it was
/// @param deletedAt since when, in whole milliseconds
public record DeletedFile(FileEntry file, Instant deletedAt) {}
