// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// Brings a namespace to where an AppInstance says, and tells what became of it (admin.md 6.3).
///
/// Owns: applying and pruning by server-side apply, conditions, deletion, when to try again. Leaves
/// to others: what the objects are (`dev.sluice.operator.plan`). Nothing here keeps state between
/// calls, but for what is followed; what was done is read from the API server.
@NullMarked
package dev.sluice.operator.reconcile;

import org.jspecify.annotations.NullMarked;
