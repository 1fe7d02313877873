// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

/// What it is measured on.
public final class Machine {
    private Machine() {}

    /// The machine as far as it matters to others.
    public static String inGeneralTerms() {
        return "%d processors, Java %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        System.getProperty("os.name"));
    }
}
