// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Condition.ComparisonOperator;
import dev.sluice.influxql.Condition.JunctionOperator;
import dev.sluice.influxql.Statement.MeasurementScope;
import dev.sluice.influxql.Statement.Page;
import dev.sluice.influxql.Statement.PolicyOptions;
import dev.sluice.influxql.Term.BinaryOperator;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.influxql.Term.WildcardKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Trees of every shape that the parser can make.
final class RandomStatements {
    private static final String[] NAMES = {
        "a", "f1", "_x", "Time", "from", "SELECT", "true", "a b", "q\"q", "b\\s", "n\nl", "ä", "1",
        "a.b", "now", "fill", "tz", "x'", "-- x", "/*"
    };
    private static final String[] PATTERNS = {"", "a", "^x/y$", "C:\\\\", "\\d+(?i)", "[/]", "a b"};
    private static final String[] ZONES = {"", "UTC", "Europe/Berlin", "America/Chicago"};

    private final SplittableRandom random;
    private int budget = 60;

    RandomStatements(SplittableRandom random) {
        this.random = random;
    }

    Statement statement() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> select();
            case 3 -> new Statement.Explain(flip(), flip(), select());
            case 4 ->
                    new Statement.ShowMeasurements(
                            scope(), filter(), maybe(this::condition), page());
            case 5 ->
                    new Statement.ShowTagKeys(on(), measurements(), maybe(this::condition), page());
            case 6 ->
                    new Statement.ShowTagValues(
                            on(), measurements(), keys(), maybe(this::condition), page());
            case 7 -> new Statement.ShowFieldKeys(on(), measurements(), page());
            case 8 ->
                    flip()
                            ? new Statement.ShowDatabases()
                            : new Statement.ShowRetentionPolicies(on());
            case 9 -> new Statement.CreateDatabase(name(), policy());
            case 10 -> delete();
            default -> new Statement.DropMeasurement(name());
        };
    }

    Statement.Select select() {
        return new Statement.Select(
                some(() -> new Statement.Field(term(true), on())),
                some(this::source),
                maybe(this::condition),
                flip() ? List.of() : some(this::dimension),
                fill(),
                flip() ? Statement.Order.ASCENDING : Statement.Order.DESCENDING,
                page(),
                page(),
                pick(ZONES));
    }

    private Source source() {
        return spend() && random.nextInt(4) == 0 ? new Source.Subquery(select()) : measurement();
    }

    private Source.Measurement measurement() {
        return new Source.Measurement(
                on(), on(), flip() ? new Source.Name(name()) : new Source.Pattern(regex()));
    }

    private List<Source.Measurement> measurements() {
        return flip() ? List.of() : some(this::measurement);
    }

    private Source.@Nullable Measurement filter() {
        return maybe(this::measurement);
    }

    private Statement delete() {
        List<Source.Measurement> from = measurements();
        return new Statement.Delete(from, from.isEmpty() || flip() ? condition() : null);
    }

    private MeasurementScope scope() {
        return switch (random.nextInt(5)) {
            case 0 -> new MeasurementScope(true, "", false, "");
            case 1 -> new MeasurementScope(true, "", true, "");
            case 2 -> new MeasurementScope(false, name(), false, "");
            case 3 -> new MeasurementScope(false, name(), false, name());
            default -> MeasurementScope.UNSAID;
        };
    }

    private KeyFilter keys() {
        return switch (random.nextInt(3)) {
            case 0 -> new KeyFilter.Is(name(), flip());
            case 1 -> new KeyFilter.Matches(regex(), flip());
            default -> new KeyFilter.In(some(this::name));
        };
    }

    private PolicyOptions policy() {
        return new PolicyOptions(
                maybe(this::positive), maybe(random::nextLong), maybe(this::positive), on());
    }

    private Page page() {
        return new Page(maybe(random::nextLong), maybe(() -> (long) random.nextInt(9)));
    }

    private Dimension dimension() {
        return switch (random.nextInt(4)) {
            case 0 -> new Dimension.Wildcard();
            case 1 -> new Dimension.Pattern(regex());
            case 2 -> new Dimension.Time(duration(), maybe(this::offset));
            default -> new Dimension.Tag(variable());
        };
    }

    private Term offset() {
        return switch (random.nextInt(4)) {
            case 0 -> new Literal.Text(name());
            case 1 -> duration();
            case 2 -> new Term.Call("now", List.of());
            default ->
                    new Term.Binary(
                            BinaryOperator.SUBTRACT,
                            new Term.Call("now", List.of()),
                            new Term.Parenthesised(duration()));
        };
    }

    private @Nullable Fill fill() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(Fill.Mode.values());
            case 1 -> new Fill.Constant(new Literal.Int(random.nextLong()));
            case 2 -> new Fill.Constant(new Literal.Real(real()));
            default -> null;
        };
    }

    Condition condition() {
        return junction(JunctionOperator.OR);
    }

    /// Left-deep, as the parser groups.
    private Condition junction(JunctionOperator operator) {
        Condition left = inner(operator);
        while (spend() && random.nextInt(3) == 0) {
            left = new Condition.Junction(operator, left, inner(operator));
        }
        return left;
    }

    private Condition inner(JunctionOperator operator) {
        return operator == JunctionOperator.OR ? junction(JunctionOperator.AND) : comparison();
    }

    private Condition comparison() {
        return switch (random.nextInt(spend() ? 5 : 3)) {
            case 0 -> new Condition.Match(term(false), flip(), regex());
            case 1 -> new Condition.Value(term(false));
            case 4 -> {
                Condition inner = condition();
                yield inner instanceof Condition.Value ? inner : new Condition.Grouped(inner);
            }
            default ->
                    new Condition.Comparison(
                            pick(ComparisonOperator.values()), term(false), term(false));
        };
    }

    Term term(boolean projection) {
        return chain(false, projection);
    }

    private Term chain(boolean tight, boolean projection) {
        Term left = link(tight, projection);
        while (spend() && random.nextInt(3) == 0) {
            BinaryOperator operator = pick(BinaryOperator.values());
            if (operator.isTight() == tight) {
                left = new Term.Binary(operator, left, link(tight, projection));
            }
        }
        return left;
    }

    private Term link(boolean tight, boolean projection) {
        return tight ? factor(projection) : chain(true, projection);
    }

    private Term factor(boolean projection) {
        return switch (random.nextInt(spend() ? 14 : 9)) {
            case 0 -> new Literal.Int(random.nextLong() >> random.nextInt(64));
            case 1 -> new Literal.Unsigned(random.nextLong() | Long.MIN_VALUE);
            case 2 -> new Literal.Real(real());
            case 3 -> new Literal.Text(name());
            case 4 -> new Literal.Bool(flip());
            case 5 -> duration();
            case 6 -> new Term.BindParameter(name());
            case 9 -> new Term.Parenthesised(term(projection));
            case 10 -> call(projection);
            case 11 -> negated(projection);
            case 12 -> projection ? wildcard() : variable();
            case 13 -> projection ? regex() : variable();
            default -> variable();
        };
    }

    private Term call(boolean projection) {
        String[] functions = {"mean", "f_1", "distinct", "now", "true"};
        return new Term.Call(pick(functions), flip() ? List.of() : some(() -> term(projection)));
    }

    private Term negated(boolean projection) {
        Term operand =
                switch (random.nextInt(4)) {
                    case 0 -> new Term.Parenthesised(term(projection));
                    case 1 -> call(projection);
                    case 2 -> new Term.BindParameter(name());
                    default -> variable();
                };
        return new Term.Binary(BinaryOperator.MULTIPLY, new Literal.Int(-1), operand);
    }

    private Term wildcard() {
        return flip() ? new Term.Wildcard(pick(WildcardKind.values())) : new Term.Distinct(name());
    }

    private Term.Variable variable() {
        return new Term.Variable(name(), flip() ? pick(VariableType.values()) : null);
    }

    private Literal.Regex regex() {
        return new Literal.Regex(pick(PATTERNS));
    }

    private Literal.DurationValue duration() {
        return new Literal.DurationValue(random.nextLong() >> random.nextInt(64));
    }

    private Literal.DurationValue positive() {
        return new Literal.DurationValue(random.nextLong() >>> (1 + random.nextInt(63)));
    }

    private double real() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : random.nextInt(100) / 4.0;
    }

    private String name() {
        return pick(NAMES);
    }

    private String on() {
        return flip() ? "" : name();
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private boolean spend() {
        budget--;
        return budget > 0;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return flip() ? value.get() : null;
    }

    private <T> List<T> some(Supplier<T> value) {
        List<T> values = new ArrayList<>();
        do {
            values.add(value.get());
        } while (random.nextInt(3) == 0);
        return values;
    }
}
