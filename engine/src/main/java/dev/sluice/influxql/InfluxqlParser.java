// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Statement.PolicyOptions;
import dev.sluice.influxql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads InfluxQL (data.md 6.1). Time and depth are bounded by the limits of [Tokens].
///
/// A refusal names the first word that does not fit by its offset in bytes. One such word refuses
/// the whole text, statements before it included.
public final class InfluxqlParser {
    private static final String WITH =
            "invalid WITH clause, expected \"DURATION\", \"REPLICATION\", \"SHARD\" or \"NAME\"";

    private final Tokens tokens;
    private final SelectParser selects;
    private final ShowParser shows;
    private final ConditionParser conditions;
    private final SourceParser sources;

    private InfluxqlParser(String text) {
        tokens = new Tokens(text);
        TermParser terms = new TermParser(tokens);
        conditions = new ConditionParser(tokens, terms);
        sources = new SourceParser(tokens);
        selects = new SelectParser(tokens, terms, conditions, sources);
        shows = new ShowParser(tokens, conditions, sources);
    }

    /// The statements of a text, in order; empty ones are passed over.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_syntax` or
    ///   `influxql_too_large`, with the sentence of data.md 3.3
    public static List<Statement> parse(String text) {
        return new InfluxqlParser(text).statements();
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (!tokens.current().is(Kind.END)) {
            if (!tokens.takeSymbol(";")) {
                tokens.startStatement();
                statements.add(statement());
                if (!tokens.current().is(Kind.END)) {
                    tokens.requireSymbol(";");
                }
            }
        }
        return List.copyOf(statements);
    }

    private Statement statement() {
        Token first = tokens.current();
        if (first.isWord("SELECT")) {
            return selects.select();
        }
        if (first.isWord("EXPLAIN")) {
            return selects.explain();
        }
        if (first.isWord("SHOW")) {
            return shows.show();
        }
        if (tokens.takeWord("CREATE")) {
            tokens.requireWord(
                    "DATABASE", "invalid CREATE statement, expected DATABASE following CREATE");
            return createDatabase();
        }
        if (tokens.takeWord("DELETE")) {
            return delete();
        }
        if (tokens.takeWord("DROP")) {
            tokens.requireWord("MEASUREMENT", "invalid DROP statement, expected MEASUREMENT");
            return new Statement.DropMeasurement(
                    tokens.requireIdentifier(
                            "invalid DROP MEASUREMENT statement, expected identifier"));
        }
        throw tokens.refuse();
    }

    private Statement delete() {
        if (!tokens.isWord("FROM") && !tokens.isWord("WHERE")) {
            throw tokens.refuse("invalid DELETE statement, expected FROM or WHERE");
        }
        return new Statement.Delete(sources.from(), conditions.where());
    }

    private Statement createDatabase() {
        String name =
                tokens.requireIdentifier("invalid CREATE DATABASE statement, expected identifier");
        PolicyOptions options = tokens.takeWord("WITH") ? policy() : PolicyOptions.NONE;
        return new Statement.CreateDatabase(name, options);
    }

    private PolicyOptions policy() {
        Literal.DurationValue duration = tokens.takeWord("DURATION") ? duration("DURATION") : null;
        Long replication = tokens.takeWord("REPLICATION") ? (Long) replication() : null;
        Literal.DurationValue shard = shardDuration();
        String name =
                tokens.takeWord("NAME")
                        ? tokens.requireIdentifier("invalid NAME clause, expected identifier")
                        : "";
        PolicyOptions options = new PolicyOptions(duration, replication, shard, name);
        if (options.equals(PolicyOptions.NONE)) {
            throw tokens.refuse(WITH);
        }
        return options;
    }

    private Literal.@Nullable DurationValue shardDuration() {
        if (!tokens.takeWord("SHARD")) {
            return null;
        }
        tokens.requireWord("DURATION", "invalid SHARD DURATION clause, expected \"DURATION\"");
        return duration("SHARD DURATION");
    }

    private Literal.DurationValue duration(String clause) {
        return tokens.requireDuration("invalid " + clause + " clause, expected duration");
    }

    private long replication() {
        return tokens.requireUnsigned("invalid REPLICATION clause, expected unsigned integer");
    }
}
