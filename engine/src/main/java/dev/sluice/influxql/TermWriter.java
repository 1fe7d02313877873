// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Term.BinaryOperator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Writes terms and conditions.
final class TermWriter {
    private final StringBuilder out;

    TermWriter(StringBuilder out) {
        this.out = out;
    }

    void term(Term term) {
        switch (term) {
            case Literal literal -> literal(literal);
            case Term.Variable variable -> variable(variable);
            case Term.Wildcard wildcard ->
                    out.append(
                            switch (wildcard.kind()) {
                                case ALL -> "*";
                                case FIELD -> "*::field";
                                case TAG -> "*::tag";
                            });
            case Term.Distinct distinct ->
                    out.append("DISTINCT ").append(Keywords.quoted(distinct.name()));
            case Term.BindParameter parameter -> parameter(parameter.name());
            case Term.Call call -> call(call);
            case Term.Binary binary -> binary(binary);
            case Term.Parenthesised nested -> bracketed(nested.inner());
        }
    }

    void condition(Condition condition) {
        switch (condition) {
            case Condition.Comparison comparison -> {
                term(comparison.left());
                out.append(' ').append(comparison.operator().symbol()).append(' ');
                term(comparison.right());
            }
            case Condition.Match match -> {
                term(match.left());
                out.append(match.negated() ? " !~ " : " =~ ");
                literal(match.regex());
            }
            case Condition.Junction junction -> {
                boolean all = junction.operator() == Condition.JunctionOperator.AND;
                side(junction.left(), all && isOr(junction.left()));
                out.append(' ').append(junction.operator()).append(' ');
                boolean loose = isOr(junction.right()) || all;
                side(junction.right(), loose && junction.right() instanceof Condition.Junction);
            }
            case Condition.Grouped grouped -> side(grouped.inner(), true);
            case Condition.Value value -> term(value.term());
        }
    }

    private static boolean isOr(Condition condition) {
        return condition instanceof Condition.Junction junction
                && junction.operator() == Condition.JunctionOperator.OR;
    }

    private void side(Condition condition, boolean brackets) {
        out.append(brackets ? "(" : "");
        condition(condition);
        out.append(brackets ? ")" : "");
    }

    /// A dimension called `time` would be taken for bins without its quotes.
    void dimension(Term.Variable variable) {
        if (variable.isTime()) {
            out.append('"').append(variable.name()).append('"');
            type(variable);
        } else {
            variable(variable);
        }
    }

    /// Words that mean something else where a term may stand are quoted too.
    private void variable(Term.Variable variable) {
        String lower = variable.name().toLowerCase(Locale.ROOT);
        boolean constant = lower.equals("true") || lower.equals("false");
        out.append(constant ? '"' + variable.name() + '"' : Keywords.quoted(variable.name()));
        type(variable);
    }

    private void type(Term.Variable variable) {
        if (variable.type() != null) {
            out.append("::").append(variable.type().name().toLowerCase(Locale.ROOT));
        }
    }

    private void parameter(String name) {
        boolean plain = !name.isEmpty() && name.chars().allMatch(TermWriter::isWordCharacter);
        out.append('$');
        out.append(plain ? name : '"' + Keywords.escaped(name, '"') + '"');
    }

    private static boolean isWordCharacter(int c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private void call(Term.Call call) {
        out.append(call.function()).append('(');
        list(call.arguments());
        out.append(')');
    }

    private void list(List<Term> terms) {
        String separator = "";
        for (Term term : terms) {
            out.append(separator);
            term(term);
            separator = ", ";
        }
    }

    private void binary(Term.Binary binary) {
        if (isNegation(binary)) {
            out.append('-');
            term(binary.right());
            return;
        }
        boolean tight = binary.operator().isTight();
        operand(binary.left(), tight && isLoose(binary.left()));
        out.append(' ').append(binary.operator().symbol()).append(' ');
        boolean brackets =
                binary.right() instanceof Term.Binary right
                        && !isNegation(right)
                        && (tight || isLoose(right));
        operand(binary.right(), brackets);
    }

    private void operand(Term term, boolean brackets) {
        if (brackets) {
            bracketed(term);
        } else {
            term(term);
        }
    }

    private void bracketed(Term term) {
        out.append('(');
        term(term);
        out.append(')');
    }

    private static boolean isLoose(Term term) {
        return term instanceof Term.Binary binary && !binary.operator().isTight();
    }

    /// What the parser makes of a minus before a term.
    private static boolean isNegation(Term.Binary binary) {
        return binary.operator() == BinaryOperator.MULTIPLY
                && binary.left().equals(new Literal.Int(-1))
                && switch (binary.right()) {
                    case Term.Variable _, Term.Call _, Term.Parenthesised _, Term.BindParameter _ ->
                            true;
                    case Literal _, Term.Wildcard _, Term.Distinct _, Term.Binary _ -> false;
                };
    }

    private void literal(Literal literal) {
        switch (literal) {
            case Literal.Int whole -> out.append(whole.value());
            case Literal.Unsigned whole -> out.append(Long.toUnsignedString(whole.value()));
            case Literal.Real real -> out.append(real(real.value()));
            case Literal.Text text ->
                    out.append('\'').append(Keywords.escaped(text.value(), '\'')).append('\'');
            case Literal.Bool bool -> out.append(bool.value());
            case Literal.DurationValue duration -> out.append(duration(duration.nanos()));
            case Literal.Regex regex -> regex(regex.pattern());
        }
    }

    /// Without an exponent, which the grammar lacks, and with a point.
    private static String real(double value) {
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        String sign = value == 0 && Double.compare(value, 0.0) < 0 ? "-" : "";
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    /// With as few and as great units as say it exactly, such as `1h30m`; zero is `0s`.
    static String duration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder(nanos < 0 ? "-" : "");
        long rest = Math.abs(nanos);
        for (Unit unit : Unit.values()) {
            long count = Long.divideUnsigned(rest, unit.nanos());
            if (count > 0) {
                text.append(count).append(unit.symbol());
                rest = Long.remainderUnsigned(rest, unit.nanos());
            }
        }
        return text.toString();
    }

    private void regex(String pattern) {
        out.append('/');
        boolean escaped = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            out.append(c == '/' && !escaped ? "\\/" : String.valueOf(c));
            escaped = c == '\\' && !escaped;
        }
        out.append('/');
    }
}
