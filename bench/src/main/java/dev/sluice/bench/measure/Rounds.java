// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Lets contenders take turns. Every other round goes the other way round, so that nobody always
/// comes after the same one.
public final class Rounds {
    private final int count;
    private final String only;
    private final Consumer<String> progress;

    /// @param count how many rounds
    /// @param only subjects without this text are left out
    /// @param progress is told what is measured now
    public Rounds(int count, String only, Consumer<String> progress) {
        this.count = count;
        this.only = only;
        this.progress = progress;
    }

    /// Whether a subject is not left out.
    public boolean includes(String subject) {
        return subject.contains(only);
    }

    /// Measures.
    ///
    /// @param subject what the contenders do
    /// @param quantities what to report of each, in this order
    /// @param contenders the one that the ratios are to comes first
    /// @return a comparison for each quantity; none when the subject is left out
    public List<Comparison> run(
            String subject, List<Quantity> quantities, List<Contender> contenders)
            throws InterruptedException {
        if (!includes(subject)) {
            return List.of();
        }
        List<Part> parts = contenders.stream().map(Part::new).toList();
        progress.accept("measuring " + subject);
        for (int round = 1; round <= count; round++) {
            for (Part part : round % 2 == 1 ? parts : parts.reversed()) {
                part.rounds.add(part.contender.measure().run());
            }
        }
        return quantities.stream().map(quantity -> compare(subject, quantity, parts)).toList();
    }

    /// What a contender has reached so far, round by round.
    private record Part(Contender contender, List<Map<String, Double>> rounds) {
        Part(Contender contender) {
            this(contender, new ArrayList<>());
        }

        List<Double> values(Quantity quantity) {
            List<Double> values = new ArrayList<>();
            for (Map<String, Double> round : rounds) {
                Double value = round.get(quantity.name());
                if (value == null) {
                    throw new IllegalStateException("nobody measured " + quantity.name());
                }
                values.add(value);
            }
            return values;
        }
    }

    private static Comparison compare(String subject, Quantity quantity, List<Part> parts) {
        List<Double> first = parts.getFirst().values(quantity);
        List<Comparison.Line> lines = new ArrayList<>();
        for (Part part : parts) {
            List<Double> own = part.values(quantity);
            lines.add(new Comparison.Line(part.contender.name(), own, ratio(own, first)));
        }
        return new Comparison(subject, quantity, lines);
    }

    private static double ratio(List<Double> values, List<Double> first) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / first.get(i));
        }
        return Comparison.median(ratios);
    }
}
