// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Files in archives, byte for byte the same each time.
///
/// Owns: their form. Does not own: what is in them. Called by `dev.sluice.dist`. Start at
/// [FileTree].
@NullMarked
package dev.sluice.dist.archive;

import org.jspecify.annotations.NullMarked;
