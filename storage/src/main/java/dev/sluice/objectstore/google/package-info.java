// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The object store over a bucket of Google Cloud Storage.
///
/// Owns: what is asked of the service, as whom, and how often. Does not own: how objects are
/// called, and the local copies, which are in [dev.sluice.objectstore.BucketStore]. Start at
/// [dev.sluice.objectstore.google.GoogleBucket].
@NullMarked
package dev.sluice.objectstore.google;

import org.jspecify.annotations.NullMarked;
