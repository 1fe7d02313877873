// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Images that are unpacked and run, and the files of `deploy` that run the server without
/// Kubernetes.
@NullMarked
package dev.sluice.images;

import org.jspecify.annotations.NullMarked;
