// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Manual pages from the definitions of commands.
///
/// Owns: their form. Does not own: the words, which stand beside each command. Called by
/// `dev.sluice.dist`. Start at [ManualPage].
@NullMarked
package dev.sluice.dist.manual;

import org.jspecify.annotations.NullMarked;
