// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Compares a whole server with a real InfluxDB 1.x, question by question.
@NullMarked
package dev.sluice.differential;

import org.jspecify.annotations.NullMarked;
