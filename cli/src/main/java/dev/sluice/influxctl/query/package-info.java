// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The command `query`: one statement over Arrow Flight, its rows as a table or as JSON (admin.md
/// 3.7, data.md 4.3).
///
/// Owns: the ticket, cells, both layouts. Does not own: the connection
/// (`dev.sluice.influxctl.connection`). Start at [FlightQuery].
@NullMarked
package dev.sluice.influxctl.query;

import org.jspecify.annotations.NullMarked;
