// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tests of the object store over Google Cloud Storage, with a server that keeps the rules of its
/// JSON API.
@NullMarked
package dev.sluice.objectstore.google;

import org.jspecify.annotations.NullMarked;
