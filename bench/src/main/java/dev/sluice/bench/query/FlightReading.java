// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

/// What takes the answers of Sluice through Flight while the clock runs.
public enum FlightReading {
    /// They come over the wire and nobody parses them, as with the databases that answer in JSON.
    WIRE,

    /// They become Arrow's vectors in Arrow's Java client, on the same cores.
    ARROW
}
