// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Threads that a server keeps for itself, and how they end.
///
/// Owns: looking again after a pause, deadlines, waiting for a thread's end, and what of a failure
/// that comes again and again is worth telling. Does not own: what is looked at, nor what becomes
/// of a failure. Start at [dev.sluice.background.RepeatedLook].
@NullMarked
package dev.sluice.background;

import org.jspecify.annotations.NullMarked;
