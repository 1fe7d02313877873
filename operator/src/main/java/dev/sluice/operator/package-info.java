// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// The program `sluice-operator`: watches an AppInstance and keeps its cluster as it says.
///
/// Owns: commands, surroundings, probes. Leaves to others: what a spec means (`appinstance`), which
/// objects follow from it (`plan`), and how they get there (`reconcile`).
@NullMarked
package dev.sluice.operator;

import org.jspecify.annotations.NullMarked;
