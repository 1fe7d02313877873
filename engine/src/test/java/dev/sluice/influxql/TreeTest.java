// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the tree itself guarantees.
final class TreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"time", "TIME", "Time"})
    void knowsTheTimeColumnInAnyCase(String name) {
        assertThat(Term.Variable.named(name).isTime()).isTrue();
    }

    @Test
    void takesNoOtherColumnForTheTime() {
        assertThat(Term.Variable.named("times").isTime()).isFalse();
    }

    @Test
    void hasOneShapeForATermInParentheses() {
        Condition.Value value = new Condition.Value(Term.Variable.named("a"));
        assertThatThrownBy(() -> new Condition.Grouped(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void holdsNoNumberThatNoTextCanSay(double value) {
        assertThatThrownBy(() -> new Literal.Real(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsThePartsOfATermInOrder() {
        Term a = Term.Variable.named("a");
        Term one = new Literal.Int(1);
        Term sum = new Term.Binary(Term.BinaryOperator.ADD, a, one);
        assertThat(sum.parts()).containsExactly(a, one);
        assertThat(new Term.Parenthesised(sum).parts()).containsExactly(sum);
        assertThat(new Term.Call("f", List.of(one, a)).parts()).containsExactly(one, a);
        assertThat(a.parts()).isEmpty();
    }
}
