// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// An append-only record of who asked for what, and what came of it. Not logging: its own sink.
///
/// Owns: the record and its form. Does not own: deciding. Start at `AuditLog`.
@NullMarked
package dev.sluice.audit;

import org.jspecify.annotations.NullMarked;
