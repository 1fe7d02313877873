// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Every setting of the server as records, one a section: load, check, tell all problems at once,
/// compare, watch.
///
/// Owns: the shape of `spec.package.spec` and of the `sluice` section in it. Does not own: acting
/// on a setting. Called by the assembly. Start at `ConfigLoader`.
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
