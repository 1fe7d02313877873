// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.List;

/// Regular expressions (data.md 5.10), of the class of RE2: no look-around, no back-references.
final class RegexpFunctions {
    static final FunctionTable TABLE =
            new FunctionTable("Regular expressions")
                    .rewritten("regexp_count", RegexpFunctions::count)
                    .rewritten("regexp_like", RegexpFunctions::like)
                    .rewritten("regexp_match", RegexpFunctions::match)
                    .rewritten("regexp_replace", RegexpFunctions::replace);

    /// What the parser makes of `~` and its relatives, of `SIMILAR TO`, and of LIKE with ESCAPE.
    static final FunctionTable OPERATORS =
            new FunctionTable("Operators as functions")
                    .rewritten("regexp_matches", RegexpFunctions::like)
                    .rewritten("regexp_full_match", RegexpFunctions::similar)
                    .same("like_escape", "not_like_escape", "ilike_escape", "not_ilike_escape")
                    .rewritten("~~", call -> alike(call, "like_escape"))
                    .rewritten("!~~", call -> alike(call, "not_like_escape"))
                    .rewritten("~~*", call -> alike(call, "ilike_escape"))
                    .rewritten("!~~*", call -> alike(call, "not_ilike_escape"));

    private RegexpFunctions() {}

    /// LIKE without ESCAPE: what follows a backslash stands for itself, and so does one at the end.
    private static Expression alike(Call call, String escaping) {
        Expression pattern = Arguments.require(call, 2, 2).get(1);
        if (pattern instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            if (text.indexOf('\\') < 0) {
                return call;
            }
            pattern = Literal.ofText(Patterns.endedForLike(text));
        } else {
            pattern = Call.of("sluice_like_pattern", text(pattern));
        }
        return Call.of(escaping, call.arguments().get(0), pattern, Literal.ofText("\\"));
    }

    /// A parameter that has no value yet is text here, and asked for as such.
    private static Expression text(Expression pattern) {
        return Types.of(pattern) == null
                ? new Expression.Cast(pattern, SqlType.VARCHAR, false)
                : pattern;
    }

    /// SIMILAR TO: `%` and `_` as in LIKE, between alternatives, groups, classes and repetitions of
    /// regular expressions; anything else stands for itself, and the whole text has to match.
    private static Expression similar(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        return Call.of(
                "regexp_full_match",
                arguments.get(0),
                Call.of("sluice_similar_pattern", text(arguments.get(1))));
    }

    private static Expression like(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 3);
        return Call.of("regexp_matches", arguments.get(0), pattern(call, 2));
    }

    private static Expression count(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 4);
        Expression text = arguments.get(0);
        if (arguments.size() > 2) {
            text = Call.of("sluice_substr", text, arguments.get(2));
        }
        return Call.of("sluice_regexp_count", text, pattern(call, 3));
    }

    private static Expression match(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 3);
        Expression pattern = pattern(call, 2);
        if (!(pattern instanceof Literal(Literal.Kind _, String text))) {
            throw UnsupportedSql.planning("constant", "regexp_match needs a constant pattern");
        }
        int groups = Patterns.groups(text);
        if (groups > Patterns.GROUPS_MAX) {
            throw UnsupportedSql.planning(
                    "regexp_groups",
                    "regexp_match takes patterns of at most " + Patterns.GROUPS_MAX + " groups");
        }
        return Call.of("sluice_regexp_match_" + groups, arguments.get(0), pattern);
    }

    private static Expression replace(Call call) {
        List<Expression> arguments = Arguments.require(call, 3, 4);
        String flags = arguments.size() > 3 ? Arguments.text(call, 3) : "";
        Expression text = arguments.get(0);
        Expression pattern = pattern(arguments.get(1), flags.replace("g", ""));
        Expression replacement = arguments.get(2);
        boolean all = flags.contains("g");
        if (!(replacement instanceof Literal(Literal.Kind kind, String written))
                || kind != Literal.Kind.TEXT
                || !(pattern instanceof Literal(Literal.Kind patternKind, String regexp))
                || patternKind != Literal.Kind.TEXT) {
            return MadeValues.call(
                    all ? "sluice_regexp_replace_all" : "sluice_regexp_replace",
                    List.of(text, pattern, replacement));
        }
        Literal groups = Literal.ofText(Patterns.replacement(written, regexp));
        return all
                ? Call.of(
                        "regexp_replace",
                        MadeValues.call(
                                "sluice_replaceable", List.of(text, Literal.ofText(""), groups)),
                        pattern,
                        groups,
                        Literal.ofText("g"))
                : Call.of(
                        "regexp_replace",
                        MadeValues.call("sluice_regexp_replaceable", List.of(text, groups)),
                        pattern,
                        groups);
    }

    private static Expression pattern(Call call, int flags) {
        return pattern(
                call.arguments().get(1),
                call.arguments().size() > flags ? Arguments.text(call, flags) : "");
    }

    private static Expression pattern(Expression pattern, String flags) {
        if (pattern instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            return Literal.ofText(Patterns.flagged(text, flags));
        }
        return flags.isEmpty()
                ? pattern
                : Call.of("||", Literal.ofText(Patterns.flags(flags)), pattern);
    }
}
