// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Time series as pictures made of characters (admin.md 3.8; an extension of ours).
///
/// Owns: axes, dots, colours. Does not own: reading results (`dev.sluice.influxctl.query`). Start
/// at [ChartDrawing].
@NullMarked
package dev.sluice.influxctl.chart;

import org.jspecify.annotations.NullMarked;
