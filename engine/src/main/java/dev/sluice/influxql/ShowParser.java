// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.ArrayList;
import java.util.List;

/// Reads SHOW statements (data.md 6.1 and 6.12).
final class ShowParser {
    private static final String SHOW =
            "invalid SHOW statement, expected DATABASES, FIELD KEYS, MEASUREMENTS, TAG KEYS, TAG"
                    + " VALUES, or RETENTION POLICIES following SHOW";
    private static final String WITH_KEY = "invalid WITH KEY clause, expected ";
    private static final String ON = "invalid ON clause, expected wildcard or identifier";

    private final Tokens tokens;
    private final ConditionParser conditions;
    private final SourceParser sources;

    ShowParser(Tokens tokens, ConditionParser conditions, SourceParser sources) {
        this.tokens = tokens;
        this.conditions = conditions;
        this.sources = sources;
    }

    Statement show() {
        tokens.requireWord("SHOW");
        if (tokens.takeWord("DATABASES")) {
            return new Statement.ShowDatabases();
        }
        if (tokens.takeWord("MEASUREMENTS")) {
            return measurements();
        }
        if (tokens.takeWord("RETENTION")) {
            tokens.requireWord(
                    "POLICIES", "invalid SHOW RETENTION POLICIES statement, expected POLICIES");
            return new Statement.ShowRetentionPolicies(sources.on());
        }
        if (tokens.takeWord("FIELD")) {
            tokens.requireWord("KEYS", "invalid SHOW FIELD KEYS statement, expected KEYS");
            return new Statement.ShowFieldKeys(sources.on(), sources.from(), page());
        }
        tokens.requireWord("TAG", SHOW);
        if (tokens.takeWord("KEYS")) {
            return new Statement.ShowTagKeys(
                    sources.on(), sources.from(), conditions.where(), page());
        }
        tokens.requireWord("VALUES", "invalid SHOW TAG statement, expected KEYS or VALUES");
        return new Statement.ShowTagValues(
                sources.on(), sources.from(), withKey(), conditions.where(), page());
    }

    private Statement.Page page() {
        return sources.page("LIMIT", "OFFSET");
    }

    private Statement measurements() {
        Statement.MeasurementScope scope =
                tokens.takeWord("ON") ? scope() : Statement.MeasurementScope.UNSAID;
        Source.Measurement filter = tokens.takeWord("WITH") ? withMeasurement() : null;
        return new Statement.ShowMeasurements(scope, filter, conditions.where(), page());
    }

    private Statement.MeasurementScope scope() {
        boolean everyDatabase = tokens.takeSymbol("*");
        String database = everyDatabase ? "" : tokens.requireIdentifier(ON);
        boolean hasPolicy = tokens.takeSymbol(".");
        boolean everyPolicy = hasPolicy && everyDatabase;
        if (everyPolicy) {
            tokens.requireSymbol("*", ON);
        }
        String policy = hasPolicy && !everyPolicy ? tokens.requireIdentifier(ON) : "";
        return new Statement.MeasurementScope(everyDatabase, database, everyPolicy, policy);
    }

    private Source.Measurement withMeasurement() {
        tokens.requireWord("MEASUREMENT", "invalid WITH clause, expected MEASUREMENT");
        boolean pattern = tokens.isSymbol("=~");
        if (!pattern && !tokens.isSymbol("=")) {
            throw tokens.refuse("invalid WITH clause, expected = or =~");
        }
        tokens.next();
        Token start = tokens.current();
        String message =
                pattern
                        ? "invalid WITH clause, expected regular expression following =~"
                        : "invalid WITH clause, expected measurement name following =";
        Source.Measurement filter = sources.measurement(message);
        if (filter.target() instanceof Source.Pattern != pattern) {
            throw tokens.refuse(message, start);
        }
        return filter;
    }

    private KeyFilter withKey() {
        tokens.requireWord("WITH", "invalid SHOW TAG VALUES statement, expected WITH KEY clause");
        tokens.requireWord("KEY", WITH_KEY + "KEY");
        boolean differs = tokens.isSymbol("!=");
        if (differs || tokens.isSymbol("=")) {
            String expected = WITH_KEY + "identifier following " + tokens.next().text();
            return new KeyFilter.Is(tokens.requireIdentifier(expected), differs);
        }
        boolean mismatches = tokens.isSymbol("!~");
        if (mismatches || tokens.isSymbol("=~")) {
            String expected = WITH_KEY + "regular expression following " + tokens.next().text();
            return new KeyFilter.Matches(tokens.requireRegex(expected), mismatches);
        }
        tokens.requireWord("IN", WITH_KEY + "condition");
        return new KeyFilter.In(keys());
    }

    private List<String> keys() {
        tokens.requireSymbol("(", WITH_KEY + "identifier list following IN");
        List<String> keys = new ArrayList<>();
        do {
            keys.add(tokens.requireIdentifier("invalid IN clause, expected identifier"));
        } while (tokens.takeSymbol(","));
        tokens.requireSymbol(")", "invalid identifier list, expected ')'");
        return keys;
    }
}
