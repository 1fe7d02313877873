// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// What the operator counts and measures, and under which names.
///
/// Owns: Micrometer, which nobody else here sees. Leaves to others: to say that something happened
/// (`dev.sluice.operator.reconcile`), and to be asked (`dev.sluice.operator`).
@NullMarked
package dev.sluice.operator.metrics;

import org.jspecify.annotations.NullMarked;
