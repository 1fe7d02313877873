// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The object store over a bucket of an S3-compatible service.
///
/// Owns: how objects are called in the bucket, and what is asked of the service. Does not own: the
/// local copies, which are in [dev.sluice.objectstore.FileCache]. Start at
/// [dev.sluice.objectstore.s3.S3Bucket].
@NullMarked
package dev.sluice.objectstore.s3;

import org.jspecify.annotations.NullMarked;
