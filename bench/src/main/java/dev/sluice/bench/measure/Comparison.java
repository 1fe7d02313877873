// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.util.List;

/// Contenders compared in one quantity.
///
/// @param subject what they do
/// @param quantity what was measured
/// @param lines one a contender; the first is the one that the ratios are to
public record Comparison(String subject, Quantity quantity, List<Line> lines) {
    /// Copies the list.
    public Comparison {
        lines = List.copyOf(lines);
    }

    /// What one contender reached.
    ///
    /// @param name of the contender
    /// @param values one a round, in order
    /// @param ratio the median over the rounds of its value by that of the first contender in the
    ///   same round: what the machine did to both cancels out
    public record Line(String name, List<Double> values, double ratio) {
        /// Copies the list.
        public Line {
            values = List.copyOf(values);
        }

        /// The middle value.
        public double median() {
            return Comparison.median(values);
        }

        /// The lowest value.
        public double lowest() {
            return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        }

        /// The highest value.
        public double highest() {
            return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        }
    }

    /// The middle value; of an even number of values, the middle between the two.
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
