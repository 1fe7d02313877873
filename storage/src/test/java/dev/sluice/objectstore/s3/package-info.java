// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tests of the object store over S3, with a real server.
@NullMarked
package dev.sluice.objectstore.s3;

import org.jspecify.annotations.NullMarked;
