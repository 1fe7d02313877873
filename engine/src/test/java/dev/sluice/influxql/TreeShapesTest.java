// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxql.Condition.ComparisonOperator;
import dev.sluice.influxql.Condition.JunctionOperator;
import dev.sluice.influxql.Term.BinaryOperator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Trees written out in full, where the canonical text could hide a mistake.
final class TreeShapesTest {
    private static final Term A = Term.Variable.named("a");
    private static final Term B = Term.Variable.named("b");
    private static final Term C = Term.Variable.named("c");

    private static Statement.Select select(String text) {
        return (Statement.Select) InfluxqlParser.parse(text).getFirst();
    }

    private static Term term(String text) {
        return select("SELECT " + text + " FROM m").fields().getFirst().term();
    }

    private static Condition condition(String text) {
        Condition where = select("SELECT f FROM m WHERE " + text).where();
        assertThat(where).isNotNull();
        return java.util.Objects.requireNonNull(where);
    }

    private static Term binary(BinaryOperator operator, Term left, Term right) {
        return new Term.Binary(operator, left, right);
    }

    private static Condition equal(Term term, long value) {
        return new Condition.Comparison(ComparisonOperator.EQUAL, term, new Literal.Int(value));
    }

    @Test
    void everyClauseHasItsPlace() {
        assertThat(
                        select(
                                "SELECT mean(a)AS x FROM db.rp.m WHERE b=1 GROUP BY c,time(1m,2s)"
                                        + " fill(7) ORDER BY time DESC LIMIT 1 OFFSET 2 SLIMIT 3"
                                        + " SOFFSET 4 tz('UTC')"))
                .isEqualTo(
                        new Statement.Select(
                                List.of(
                                        new Statement.Field(
                                                new Term.Call("mean", List.of(A)), "x")),
                                List.of(new Source.Measurement("db", "rp", new Source.Name("m"))),
                                equal(B, 1),
                                List.of(
                                        new Dimension.Tag(new Term.Variable("c", null)),
                                        new Dimension.Time(
                                                new Literal.DurationValue(60_000_000_000L),
                                                new Literal.DurationValue(2_000_000_000L))),
                                new Fill.Constant(new Literal.Int(7)),
                                Statement.Order.DESCENDING,
                                new Statement.Page(1L, 2L),
                                new Statement.Page(3L, 4L),
                                "UTC"));
    }

    @Test
    void productsBindBeforeSumsAndBothToTheLeft() {
        assertThat(term("a + b * c"))
                .isEqualTo(binary(BinaryOperator.ADD, A, binary(BinaryOperator.MULTIPLY, B, C)));
        assertThat(term("a - b - c"))
                .isEqualTo(
                        binary(BinaryOperator.SUBTRACT, binary(BinaryOperator.SUBTRACT, A, B), C));
        assertThat(term("a | b & c"))
                .isEqualTo(
                        binary(
                                BinaryOperator.BITWISE_OR,
                                A,
                                binary(BinaryOperator.BITWISE_AND, B, C)));
        assertThat(term("a / b % c"))
                .isEqualTo(binary(BinaryOperator.MODULO, binary(BinaryOperator.DIVIDE, A, B), C));
        assertThat(term("a ^ b + c"))
                .isEqualTo(binary(BinaryOperator.ADD, binary(BinaryOperator.BITWISE_XOR, A, B), C));
    }

    @Test
    void minusBelongsToConstantsAndMultipliesTheRest() {
        assertThat(term("-5")).isEqualTo(new Literal.Int(-5));
        assertThat(term("-5s")).isEqualTo(new Literal.DurationValue(-5_000_000_000L));
        assertThat(term("-a")).isEqualTo(binary(BinaryOperator.MULTIPLY, new Literal.Int(-1), A));
        assertThat(term("-9223372036854775808")).isEqualTo(new Literal.Int(Long.MIN_VALUE));
        assertThat(term("9223372036854775808")).isEqualTo(new Literal.Unsigned(Long.MIN_VALUE));
    }

    @Test
    void andBindsBeforeOr() {
        assertThat(condition("a = 1 OR b = 2 AND c = 3"))
                .isEqualTo(
                        new Condition.Junction(
                                JunctionOperator.OR,
                                equal(A, 1),
                                new Condition.Junction(
                                        JunctionOperator.AND, equal(B, 2), equal(C, 3))));
        assertThat(condition("(a = 1 OR b = 2) AND c = 3"))
                .isEqualTo(
                        new Condition.Junction(
                                JunctionOperator.AND,
                                new Condition.Grouped(
                                        new Condition.Junction(
                                                JunctionOperator.OR, equal(A, 1), equal(B, 2))),
                                equal(C, 3)));
    }

    @Test
    void bracketsAreTermsOrConditionsByWhatIsInThem() {
        assertThat(condition("(a)")).isEqualTo(new Condition.Value(new Term.Parenthesised(A)));
        assertThat(condition("(a = 1)")).isEqualTo(new Condition.Grouped(equal(A, 1)));
        assertThat(condition("(a) = 1")).isEqualTo(equal(new Term.Parenthesised(A), 1));
    }

    @Test
    void wordsThatAreMissingLeaveTheUsual() {
        assertThat(select("SELECT a FROM m"))
                .isEqualTo(
                        new Statement.Select(
                                List.of(new Statement.Field(A, "")),
                                List.of(Source.Measurement.named("m")),
                                null,
                                List.of(),
                                null,
                                Statement.Order.ASCENDING,
                                Statement.Page.ALL,
                                Statement.Page.ALL,
                                ""));
    }

    @Test
    void writerAddsTheBracketsThatAMadeTreeNeeds() {
        Condition either = new Condition.Junction(JunctionOperator.OR, equal(A, 1), equal(B, 2));
        assertThat(
                        InfluxqlWriter.write(
                                new Condition.Junction(JunctionOperator.AND, either, either)))
                .isEqualTo("(a = 1 OR b = 2) AND (a = 1 OR b = 2)");
        assertThat(
                        InfluxqlWriter.write(
                                new Condition.Junction(JunctionOperator.OR, equal(C, 3), either)))
                .isEqualTo("c = 3 OR (a = 1 OR b = 2)");
        Term sum = binary(BinaryOperator.ADD, A, B);
        assertThat(InfluxqlWriter.write(binary(BinaryOperator.MULTIPLY, sum, sum)))
                .isEqualTo("(a + b) * (a + b)");
        assertThat(InfluxqlWriter.write(binary(BinaryOperator.SUBTRACT, C, sum)))
                .isEqualTo("c - (a + b)");
    }
}
