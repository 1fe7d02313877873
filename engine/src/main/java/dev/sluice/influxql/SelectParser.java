// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.TermParser.Place;
import dev.sluice.influxql.Token.Kind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads SELECT and EXPLAIN (data.md 6.1).
final class SelectParser {
    private static final String GROUP_BY =
            "invalid GROUP BY clause, expected wildcard, TIME, identifier or regular expression";
    private static final String FROM =
            "invalid FROM clause, expected identifier, regular expression or subquery";
    private static final String FILL =
            "invalid FILL clause, expected NULL, NONE, PREVIOUS, LINEAR, or a number";
    private static final String INTERVAL =
            "invalid TIME call, expected a duration for the interval";

    private final Tokens tokens;
    private final TermParser terms;
    private final ConditionParser conditions;
    private final SourceParser sources;

    SelectParser(
            Tokens tokens, TermParser terms, ConditionParser conditions, SourceParser sources) {
        this.tokens = tokens;
        this.terms = terms;
        this.conditions = conditions;
        this.sources = sources;
    }

    Statement.Explain explain() {
        tokens.requireWord("EXPLAIN");
        boolean analyze = tokens.takeWord("ANALYZE");
        boolean verbose = tokens.takeWord("VERBOSE");
        if (!tokens.isWord("SELECT")) {
            throw tokens.refuse("invalid EXPLAIN statement, expected InfluxQL statement");
        }
        return new Statement.Explain(analyze, verbose, select());
    }

    Statement.Select select() {
        tokens.requireWord("SELECT");
        List<Statement.Field> fields = fields();
        tokens.requireWord("FROM");
        List<Source> from = from();
        Condition where = conditions.where();
        List<Dimension> groupBy = groupBy();
        Fill fill = fill();
        Statement.Order order = order();
        Statement.Page page = sources.page("LIMIT", "OFFSET");
        Statement.Page seriesPage = sources.page("SLIMIT", "SOFFSET");
        return new Statement.Select(
                fields, from, where, groupBy, fill, order, page, seriesPage, zone());
    }

    private List<Statement.Field> fields() {
        List<Statement.Field> fields = new ArrayList<>();
        do {
            if (!terms.isStart(Place.PROJECTION)) {
                throw tokens.refuse("invalid SELECT statement, expected field");
            }
            Term term = terms.term(Place.PROJECTION);
            String alias =
                    tokens.takeWord("AS")
                            ? tokens.requireIdentifier("invalid field alias, expected identifier")
                            : "";
            fields.add(new Statement.Field(term, alias));
        } while (tokens.takeSymbol(","));
        return fields;
    }

    private List<Source> from() {
        List<Source> from = new ArrayList<>();
        do {
            from.add(tokens.isSymbol("(") ? subquery() : sources.measurement(FROM));
        } while (tokens.takeSymbol(","));
        return from;
    }

    private Source subquery() {
        tokens.enter();
        tokens.requireSymbol("(");
        if (!tokens.isWord("SELECT")) {
            throw tokens.refuse(FROM);
        }
        Statement.Select select = select();
        tokens.requireSymbol(")");
        tokens.leave();
        return new Source.Subquery(select);
    }

    private List<Dimension> groupBy() {
        List<Dimension> dimensions = new ArrayList<>();
        if (tokens.takeWord("GROUP")) {
            tokens.requireWord("BY", "invalid GROUP BY clause, expected BY");
            do {
                dimensions.add(dimension());
            } while (tokens.takeSymbol(","));
        }
        return dimensions;
    }

    private Dimension dimension() {
        if (tokens.isSymbol("*")) {
            terms.wildcard();
            return new Dimension.Wildcard();
        }
        if (tokens.isRegex()) {
            return new Dimension.Pattern(tokens.requireRegex(GROUP_BY));
        }
        if (tokens.takeWord("TIME")) {
            return bins();
        }
        if (!tokens.current().isIdentifier()) {
            throw tokens.refuse(GROUP_BY);
        }
        return new Dimension.Tag(terms.variable());
    }

    private Dimension bins() {
        tokens.requireSymbol("(", "invalid TIME call, expected 1 or 2 arguments");
        Token start = tokens.current();
        if (!terms.isStart(Place.INTERVAL)) {
            throw tokens.refuse(INTERVAL);
        }
        if (!(Constants.reduced(terms.term(Place.INTERVAL))
                instanceof Literal.DurationValue interval)) {
            throw tokens.refuse(INTERVAL, start);
        }
        Term offset = null;
        if (tokens.takeSymbol(",")) {
            offset = terms.term(Place.OFFSET);
        }
        tokens.requireSymbol(")", "invalid TIME call, expected ')'");
        return new Dimension.Time(interval, offset);
    }

    private @Nullable Fill fill() {
        if (!tokens.takeWord("FILL")) {
            return null;
        }
        tokens.requireSymbol("(");
        Fill fill = filling();
        tokens.requireSymbol(")");
        return fill;
    }

    private Fill filling() {
        for (Fill.Mode mode : Fill.Mode.values()) {
            if (tokens.takeWord(mode.name())) {
                return mode;
            }
        }
        Token start = tokens.current();
        boolean signed = start.isSymbol("-") || start.isSymbol("+");
        if (signed || start.is(Kind.INTEGER) || start.is(Kind.REAL)) {
            Term number = terms.term(Place.CONDITION);
            if (number instanceof Literal.Int || number instanceof Literal.Real) {
                return new Fill.Constant((Literal.Number) number);
            }
        }
        throw tokens.refuse(FILL, start);
    }

    private Statement.Order order() {
        if (!tokens.takeWord("ORDER")) {
            return Statement.Order.ASCENDING;
        }
        tokens.requireWord("BY");
        Token column = tokens.current();
        if (!tokens.isWord("ASC") && !tokens.isWord("DESC")) {
            String name = tokens.requireIdentifier("invalid ORDER BY, expected ASC, DESC or TIME");
            if (!Term.Variable.named(name).isTime()) {
                throw tokens.refuse("invalid ORDER BY, expected TIME column", column);
            }
        }
        if (tokens.takeWord("DESC")) {
            return Statement.Order.DESCENDING;
        }
        tokens.takeWord("ASC");
        return Statement.Order.ASCENDING;
    }

    private String zone() {
        if (!tokens.takeWord("TZ")) {
            return "";
        }
        tokens.requireSymbol("(");
        Token name = tokens.current();
        if (!name.is(Kind.TEXT)) {
            throw tokens.refuse("invalid TZ clause, expected string");
        }
        if (!ZoneId.getAvailableZoneIds().contains(name.text())) {
            throw tokens.refuse("unable to find timezone");
        }
        tokens.next();
        tokens.requireSymbol(")");
        return name.text();
    }
}
