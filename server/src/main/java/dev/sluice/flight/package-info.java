// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The Arrow Flight door (data.md section 4): tickets and Flight SQL commands to queries, result
/// streams to Arrow batches.
///
/// Owns: gRPC, Flight, Flight SQL, status mapping, back-pressure towards the client, what a query
/// cost. Does not own: queries; the reading of credentials and the port (`dev.sluice.http`). Start
/// at [dev.sluice.flight.FlightDoor].
@NullMarked
package dev.sluice.flight;

import org.jspecify.annotations.NullMarked;
