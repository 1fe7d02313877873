// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Statements that a real PostgreSQL answers as well, and what it answers.
@NullMarked
package dev.sluice.sqlpeer;

import org.jspecify.annotations.NullMarked;
