// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private static final Quantity TIME = new Quantity("time", "time of one", "us");

    private final List<String> turns = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    private Contender contender(String name, double... values) {
        Iterator<Double> next = java.util.Arrays.stream(values).boxed().toList().iterator();
        return new Contender(
                name,
                () -> {
                    turns.add(name);
                    return Map.of("time", next.next());
                });
    }

    private List<Comparison> run(int rounds, String only, Contender... contenders)
            throws InterruptedException {
        return new Rounds(rounds, only, progress::add)
                .run("counting", List.of(TIME), List.of(contenders));
    }

    @Test
    void takesTurnsInBothDirections() throws InterruptedException {
        run(3, "", contender("a", 1, 1, 1), contender("b", 1, 1, 1));

        assertThat(turns).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(progress).containsExactly("measuring counting");
    }

    @Test
    void tellsMedianAndBounds() throws InterruptedException {
        Comparison.Line line = run(3, "", contender("a", 9, 2, 3)).getFirst().lines().getFirst();

        assertThat(line.values()).containsExactly(9d, 2d, 3d);
        assertThat(line.median()).isEqualTo(3);
        assertThat(line.lowest()).isEqualTo(2);
        assertThat(line.highest()).isEqualTo(9);
    }

    @Test
    void takesTheMiddleOfAnEvenNumber() {
        assertThat(Comparison.median(List.of(4d, 1d, 2d, 10d))).isEqualTo(3);
    }

    /// The machine was ten times slower in the second round, for both.
    @Test
    void comparesWithinRounds() throws InterruptedException {
        List<Comparison.Line> lines =
                run(3, "", contender("a", 1, 10, 2), contender("b", 3, 30, 5)).getFirst().lines();

        assertThat(lines.get(0).ratio()).isEqualTo(1);
        assertThat(lines.get(1).ratio()).isEqualTo(3, Offset.offset(1e-9));
    }

    @Test
    void leavesOutWhatIsNotAskedFor() throws InterruptedException {
        assertThat(run(1, "sorting", contender("a", 1))).isEmpty();
        assertThat(turns).isEmpty();
        assertThat(run(1, "count", contender("a", 1))).hasSize(1);
    }

    @Test
    void demandsEveryQuantity() {
        Contender silent = new Contender("silent", Map::of);

        assertThatThrownBy(() -> run(1, "", silent))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody measured time");
    }
}
