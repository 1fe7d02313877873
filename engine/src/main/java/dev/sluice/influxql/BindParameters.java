// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.model.ProblemException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts values in the place of `$name` (data.md 6.13). A value becomes a constant of the tree,
/// never text that is read again. There is no value for a duration or a pattern.
public final class BindParameters {
    private BindParameters() {}

    /// The statements of one text with values in them.
    ///
    /// @param statements all of them
    /// @param values by name, without the dollar sign
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_parameter`, for a name
    ///   without a value and for a value whose name stands in no statement
    public static List<Statement> bound(List<Statement> statements, Map<String, Literal> values) {
        Set<String> found = new HashSet<>();
        Replacement replacement =
                new Replacement(term ->
                        term instanceof Term.BindParameter parameter
                                ? value(parameter.name(), values, found)
                                : term);
        List<Statement> bound = statements.stream().map(replacement::in).toList();
        for (String name : new TreeSet<>(values.keySet())) {
            if (!found.contains(name)) {
                throw Refusals.parameter(
                        "Bind parameter '$"
                                + name
                                + "' was provided but not found in the InfluxQL statement");
            }
        }
        return bound;
    }

    private static Term value(String name, Map<String, Literal> values, Set<String> found) {
        Literal value = values.get(name);
        if (value == null) {
            throw Refusals.parameter(
                    "Bind parameter '$"
                            + name
                            + "' was referenced in the InfluxQL statement but its value is"
                            + " undefined.");
        }
        found.add(name);
        return value;
    }

    /// A value as a constant.
    ///
    /// @param value a boolean, a number, a text; whole numbers above int64 are unsigned
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_parameter`, for null and
    ///   whatever else is none of these
    public static Literal literal(@Nullable Object value) {
        return switch (value) {
            case null -> throw unsupported("Null");
            case Boolean bool -> new Literal.Bool(bool);
            case String text -> new Literal.Text(text);
            case Integer whole -> new Literal.Int(whole);
            case Long whole -> new Literal.Int(whole);
            case BigInteger whole -> whole(whole);
            case Double real when Double.isFinite(real) -> new Literal.Real(real);
            default -> throw unsupported(value.getClass().getSimpleName());
        };
    }

    private static Literal whole(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return new Literal.Int(value.longValue());
        }
        return value.signum() > 0 && value.bitLength() <= Long.SIZE
                ? new Literal.Unsigned(value.longValue())
                : new Literal.Real(value.doubleValue());
    }

    /// The refusal of a value that is no constant.
    ///
    /// @param type what it is, in a word
    public static ProblemException unsupported(String type) {
        return Refusals.parameter("Parameter type '" + type + "' is not supported by InfluxQL");
    }
}
