// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Threads that a server keeps for itself, and how they end.
///
/// Owns: looking again after a pause, deadlines, and waiting for a thread's end. Does not own: what
/// is looked at, nor what becomes of a failure. Start at [dev.sluice.background.RepeatedLook].
@NullMarked
package dev.sluice.background;

import org.jspecify.annotations.NullMarked;
