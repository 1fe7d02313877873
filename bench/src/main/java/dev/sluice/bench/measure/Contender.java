// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.util.Map;

/// One of those who are compared.
///
/// @param name as the report has it
/// @param measure measures once
public record Contender(String name, Measure measure) {

    /// Measures.
    @FunctionalInterface
    public interface Measure {
        /// Measures once.
        ///
        /// @return a value for each quantity by its name, the same names each time
        Map<String, Double> run() throws InterruptedException;
    }
}
