// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import java.util.List;
import java.util.Optional;

/// The measurements of one database.
public interface Schemas {

    /// All of them, by name.
    List<MeasurementSchema> all();

    /// The one with this name, byte-exact.
    Optional<MeasurementSchema> find(String name);
}
